import CivilTime
import FollowUp

/// An iCalendar file (RFC 5545) as its components and properties.
///
///     let calendar = ICalendar(reading: bytes, file: "holidays.ics")
///     for event in calendar.events { … }
///     for refusal in calendar.refusals { say(refusal.description) }
///
/// Reading never fails: what cannot be read is left out, and named in ``refusals`` by its line. Lines may end in CRLF,
/// LF or CR; a byte order mark and empty lines are passed over.
package struct ICalendar: Hashable, Sendable {
  /// What stands between a BEGIN and its END.
  struct Component: Hashable, Sendable {
    /// The name in capitals: `VEVENT`.
    package let name: String
    /// The line of its BEGIN, from 1.
    package let line: Int
    package fileprivate(set) var properties: [ContentLine] = []
    /// The components within it, such as the alarms of an event.
    package fileprivate(set) var components: [Component] = []

    /// The first property of a name.
    func property(_ name: String) -> ContentLine? { properties.first { $0.name == name } }
    package func properties(_ name: String) -> [ContentLine] { properties.filter { $0.name == name } }
  }

  /// What the file is called, as the caller gave it.
  package let file: String
  /// The outermost components, mostly one VCALENDAR. What has no END is left out, for it may be a part only; but a
  /// VCALENDAR keeps the components that were whole.
  let components: [Component]
  /// The events of all calendars in the file, in their order.
  package let events: [CalendarEvent]
  package let refusals: [Refusal]

  /// The largest file that is read, in bytes.
  package static let bytesMax = 64 << 20
  /// How deep components may stand within each other.
  package static let depthMax = 16

  /// Reads a file, as its bytes come.
  ///
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - file: what refusals call it.
  ///   - bytesMax: what lies beyond so many bytes is not read, and that is told.
  package init(reading bytes: some Sequence<UInt8>, file: String, bytesMax: Int = Self.bytesMax) {
    var reader = TreeReader(file: file, bytesMax: bytesMax)
    reader.read(bytes)
    var refusals = reader.refusals
    events = reader.done.filter { $0.name == "VCALENDAR" }.flatMap(\.components).filter { $0.name == "VEVENT" }
      .compactMap { CalendarEvent($0, &refusals) }
    self.file = file
    components = reader.done
    self.refusals = refusals.all.sorted { $0.line < $1.line }
  }
}

/// Puts lines together into components, without recursion: a hostile file must not exhaust the stack.
private struct TreeReader {
  var refusals: Refusals
  private(set) var done: [ICalendar.Component] = []
  private var open: [ICalendar.Component] = []
  private var deeper = 0

  private let bytesMax: Int

  init(file: String, bytesMax: Int) {
    refusals = Refusals(file: file)
    self.bytesMax = bytesMax
  }

  mutating func read(_ bytes: some Sequence<UInt8>) {
    var lines = UnfoldedLines(bytes)
    var last = 1
    while let line = lines.next() {
      last = line.number
      guard lines.bytesRead <= bytesMax else {
        refusals.add(
          line.number, "the file is larger than \(bytesMax >> 20) MiB; the rest was not read", isOfWhole: true)
        break
      }
      var bytes = line.bytes
      if line.number == 1, bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes.removeFirst(3) }
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      if line.isCut {
        refusals.add(line.number, "it is longer than \(UnfoldedLines<[UInt8]>.bytesMax >> 20) MiB; it was left out")
        continue
      }
      do throws(ContentLine.LineProblem) {
        take(try ContentLine(bytes, line: line.number))
      } catch { refusals.add(line.number, error.reason) }
    }
    close(last)
  }

  /// At the end of the file: a calendar that is cut off keeps what was whole in it.
  private mutating func close(_ last: Int) {
    let isCalendar = open.first?.name == "VCALENDAR"
    for component in open.dropFirst(isCalendar ? 1 : 0) { refuseUnclosed(component) }
    if isCalendar, let calendar = open.first {
      refusals.add(calendar.line, "BEGIN:VCALENDAR has no END: the file may be cut off; its complete events were read")
      done.append(calendar)
    }
    // An empty calendar is one; no calendar at all is a mistake that should be told.
    if !done.contains(where: { $0.name == "VCALENDAR" }) {
      refusals.add(
        last, "not an iCalendar file: it has no line BEGIN:VCALENDAR", isOfWhole: true)
    }
  }

  private mutating func refuseUnclosed(_ component: ICalendar.Component) {
    refusals.add(component.line, "BEGIN:\(shown(component.name)) has no END; its contents were left out")
  }

  private mutating func take(_ line: ContentLine) {
    switch line.name {
    case "BEGIN": begin(trim(line.value).uppercased(), line.line)
    case "END": end(trim(line.value).uppercased(), line.line)
    default:
      guard deeper == 0 else { return }
      if open.isEmpty {
        refusals.add(line.line, "\(line.name) is outside any BEGIN and END; it was left out")
      } else {
        open[open.count - 1].properties.append(line)
      }
    }
  }

  private mutating func begin(_ name: String, _ line: Int) {
    guard deeper == 0, open.count < ICalendar.depthMax else {
      if deeper == 0 {
        refusals.add(line, "components are nested more than \(ICalendar.depthMax) deep; the deeper ones were left out")
      }
      deeper += 1
      return
    }
    open.append(ICalendar.Component(name: name, line: line))
  }

  private mutating func end(_ name: String, _ line: Int) {
    if deeper > 0 {
      deeper -= 1
      return
    }
    guard let index = open.lastIndex(where: { $0.name == name }) else {
      return refusals.add(line, "END:\(shown(name)) has no BEGIN; it was ignored")
    }
    for unclosed in open[(index + 1)...] { refuseUnclosed(unclosed) }
    open.removeSubrange((index + 1)...)
    let component = open.removeLast()
    if open.isEmpty { done.append(component) } else { open[open.count - 1].components.append(component) }
  }

  private func shown(_ name: String) -> String { String(quoted(name).dropFirst().dropLast()) }
}
