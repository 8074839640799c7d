import CivilTime
import EventLog

extension Moment {
  /// The moment that a value spells; nil when the value is not a string or spells none.
  public init?(_ value: JSONValue?) {
    guard let text = value?.string else { return nil }
    self.init(text)
  }

  /// The value as it is recorded.
  public var value: JSONValue { JSONValue(text) }
}
