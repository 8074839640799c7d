import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpKit

extension QueryContext {
  /// The device that a person names by its name so far, or by the end of its identifier.
  func device(_ text: String) throws -> DeviceID {
    let acked = try reader.acks().compactMap { FolderAck(content: $0.content) }
    let devices = Set(try reader.outline().branches.map(\.device) + acked.map(\.device))
    func name(_ device: DeviceID) -> String? {
      snapshot.label(of: device) ?? acked.first { $0.device == device }?.label
    }
    let wanted = text.lowercased()
    var found = devices.filter { name($0)?.lowercased() == wanted }
    if found.isEmpty {
      found = devices.filter { wanted.utf8.count >= ShortID.digitsMin && $0.text.hasSuffix(wanted) }
    }
    if found.count == 1, let device = found.first { return device }
    let choices = (found.isEmpty ? devices : found).sorted().map { "\($0.text)  \(name($0) ?? "(no name)")" }
    throw CommandFailure(
      found.isEmpty
        ? "no device is called \"\(text)\"; the devices are:"
        : "\"\(text)\" matches all of these; type the end of the id",
      choices: choices)
  }
}
