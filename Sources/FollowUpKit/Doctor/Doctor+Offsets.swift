import CivilTime
import EventLog
import EventStorage
import FollowUp

/// Offsets that were right by the rules of their day, and are not by today's.
extension Doctor {
  /// Looks at every time that has the name of its zone beside it.
  mutating func examineOffsets(_ reader: StoreReader, _ snapshot: Snapshot) throws {
    // Of an application or a contact, `tz` says where somebody is, and not what the record's times are.
    let schemas = RecordSchema.all.filter { schema in !schema.fields.contains { $0.name == "tz" } }
    let times = Dictionary(
      schemas.map { ($0.type.rawValue, $0.allFields.filter { $0.kind == .moment }.map(\.name)) },
      uniquingKeysWith: { first, _ in first })
    var found: [(state: RecordState, field: String)] = []
    try reader.forEachRecord(of: times.map { ($0.key, $0.value + ["tz", "retracted"]) }.sorted { $0.0 < $1.0 }) {
      number, type, values in
      guard values["tz"] != nil, values["retracted"]?.bool != true else { return }
      let read = RecordState(id: RecordID(high: 0, low: 0), values: values)
      for field in times[type] ?? [] where ReaderClock.mended(field, of: read, zones: zones) != nil {
        if let state = try reader.record(number: number) { found.append((state, field)) }
      }
    }
    guard !found.isEmpty else { return }
    let ids = try reader.records().map(\.id)
    for (state, field) in found.sorted(by: { ($0.state.id, $0.field) < ($1.state.id, $1.field) }) {
      if let mended = ReaderClock.mended(field, of: state, zones: zones) {
        add(finding(state, field, mended.recorded, mended.mended, ShortID.shortID(state.id, among: ids), snapshot))
      }
    }
  }

  private func finding(
    _ state: RecordState, _ field: String, _ recorded: OffsetTime, _ mended: OffsetTime, _ id: String,
    _ snapshot: Snapshot
  ) -> Diagnostic {
    let type = RecordType(of: state)
    let application = state["application"]?.string.flatMap { RecordID($0) }.flatMap { snapshot.name(of: $0) }
    let isSkipped = recorded.local != mended.local
    let now = isSkipped ? "that clock skips this time, so it is \(mended.echo)" : "it is \(mended.offsetText) then"
    return Diagnostic(
      "offset-outdated", .warning, about: "\(type?.kind ?? "record") \(id)\(application.map { " of \($0)" } ?? "")",
      what: "\(field) is \(recorded.echo), and by today's rules of \(state["tz"]?.string ?? "the zone") \(now)",
      why: RecordSchema.isWallTime(field, of: type)
        ? "It was recorded under other rules. Advice and lists already use the local time; other programs and older "
          + "releases use the offset."
        : "It was recorded under other rules and counts by its offset, so it differs from the time that the clock "
          + "there showed.",
      command: followup("edit", id, "\(field)=\(mended.text)"))
  }
}
