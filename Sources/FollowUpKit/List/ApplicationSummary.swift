import CivilTime
import EventLog
import FollowUp

/// One application, as lists show it.
public struct ApplicationSummary: Sendable {
  /// The application.
  public let application: Application
  /// How far it is.
  public let stage: Stage
  /// The last thing that happened.
  public let last: Moment?
  /// Its short id, long enough to tell it from the others.
  public let shortID: String
  /// The playbook that it follows: its own, or the usual one.
  public let playbook: String
  /// How long they have been silent; nil where nothing more is expected.
  public let silence: SilencePeriod?
  /// Whether something is due on it today, as `next` decides; nil where that was not asked.
  public var isDue: Bool?
  /// The day of its next step, where that was asked and there is one.
  public var nextOn: CivilDate?
  /// Those of the devices asked for that have written on it.
  public var devices: Set<DeviceID> = []
}
