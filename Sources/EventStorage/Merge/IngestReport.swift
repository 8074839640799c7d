import EventLog

/// What became of the lines that a store was given.
public struct IngestReport: Sendable, Equatable {
  /// A line or a source that was not taken in.
  public struct Refusal: Sendable, Equatable, CustomStringConvertible {
    /// The file, as the source names itself.
    public let source: String
    /// The line's number from 1; nil when it is the whole source that could not be read.
    public let line: Int?
    /// Why.
    public let reason: String

    /// A refusal, from the source that has it, the line's number from 1 and half a sentence.
    package init(source: String, line: Int?, reason: String) {
      self.source = source
      self.line = line
      self.reason = reason
    }

    /// `SOURCE:LINE: REASON`, without the line where there is none.
    public var description: String { line.map { "\(source):\($0): \(reason)" } ?? "\(source): \(reason)" }
  }

  /// Events that were accepted and were not here before, those that had waited included.
  public var accepted = 0
  /// Lines whose event was here already.
  public var known = 0
  /// Lines that wait in the store for their predecessor, those of earlier runs included.
  public var waiting = 0
  /// Accepted events of a later version of the format.
  public var opaque = 0
  /// How many lines were refused.
  public var refused = 0
  /// The first ``refusalsMax`` refusals.
  public var refusals: [Refusal] = []
  /// Devices whose clock is more than 24 h ahead of this machine's, and their greatest timestamp.
  public var devicesAhead: [DeviceID: HybridTimestamp] = [:]
  /// Lines read in all.
  public var lines = 0

  /// So many refusals are kept word for word; all are counted.
  public static let refusalsMax = 1_000

  /// The report of nothing.
  package init() {}

  mutating func refuse(_ source: String, _ line: Int?, _ reason: String) {
    refused += 1
    if refusals.count < Self.refusalsMax {
      refusals.append(Refusal(source: source, line: line, reason: reason))
    }
  }
}
