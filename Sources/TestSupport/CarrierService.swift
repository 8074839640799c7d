/// The services whose habits the simulated carrier has: how each one spells the copy that it makes when a file was changed
/// on two machines.
package enum CarrierService: String, CaseIterable, Sendable {
  case dropbox, syncthing, googleDrive, oneDrive, iCloud

  /// The name of a conflict copy, or of a copy that came to be without any conflict.
  ///
  /// - Parameter number: tells copies of one file apart, from 1.
  package func conflictName(of path: String, number: Int) -> String {
    let directory = FolderImage.parent(path)
    let name = FolderImage.lastName(path)
    let dot = name.dropFirst().lastIndex(of: ".") ?? name.endIndex
    let (base, suffix) = (String(name[..<dot]), String(name[dot...]))
    let copy =
      switch self {
      case .dropbox:
        "\(base) (Ann's conflicted copy 2026-11-20\(number > 1 ? " (\(number - 1))" : ""))\(suffix)"
      case .syncthing:
        "\(base).sync-conflict-20261120-1011\(10 + number % 90)-ABCDEFG\(suffix)"
      case .googleDrive: "\(base) (\(number))\(suffix)"
      case .oneDrive: "\(base)-LAPTOP\(number > 1 ? "-\(number)" : "")\(suffix)"
      case .iCloud: "\(base) \(number + 1)\(suffix)"
      }
    return directory.isEmpty ? copy : "\(directory)/\(copy)"
  }

  /// Whether it leaves a placeholder for a file that it has not downloaded.
  package var leavesPlaceholders: Bool { self == .iCloud }

  /// The placeholder of a file.
  package static func placeholder(of path: String) -> String {
    let directory = FolderImage.parent(path)
    let name = ".\(FolderImage.lastName(path)).icloud"
    return directory.isEmpty ? name : "\(directory)/\(name)"
  }
}
