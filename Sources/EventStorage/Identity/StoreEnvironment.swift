import EventLog

/// What a store takes from the world around it, in one value that tests replace: time, randomness, the machine.
public struct StoreEnvironment: Sendable {
  /// The wall clock, in milliseconds since 1970 in UTC. The log's own clock is made from it.
  public var wallMilliseconds: @Sendable () -> Int64
  /// Random bits, for new devices.
  public var random: @Sendable () -> UInt64
  /// What tells this machine from its clones; may be empty (FORMAT 6).
  public var machine: String
  /// The folder of the anchors, outside the database; nil where there is none (FORMAT 6).
  public var anchorDirectory: String?
  /// How long to wait for another process's transaction, in seconds.
  public var busySeconds: Double {
    get { locks.seconds }
    set { locks = LockWait(seconds: newValue, onLongWait: locks.onLongWait) }
  }
  /// Called when a call has waited for 2 seconds for another program that has the database locked, and waits on: from
  /// within the call, once in each that waits so long.
  public var whileLocked: (@Sendable () -> Void)? {
    get { locks.onLongWait }
    set { locks = LockWait(seconds: locks.seconds, onLongWait: newValue) }
  }
  /// What waits; shared by stores that one command opens one after the other.
  package var locks: LockWait

  /// An environment of one's own, for tests and for platforms that know better.
  public init(
    wallMilliseconds: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64, machine: String,
    anchorDirectory: String?, busySeconds: Double = 20
  ) {
    self.wallMilliseconds = wallMilliseconds
    self.random = random
    self.machine = machine
    self.anchorDirectory = anchorDirectory
    locks = LockWait(seconds: busySeconds)
  }

  /// This machine's clock, randomness and identity.
  ///
  /// - Parameter anchorDirectory: where the anchors lie, for a program `$XDG_STATE_HOME/followup`.
  public static func live(anchorDirectory: String?) -> StoreEnvironment {
    StoreEnvironment(
      wallMilliseconds: { Platform.wallMilliseconds() },
      random: {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
      },
      machine: Platform.machineIdentity(), anchorDirectory: anchorDirectory)
  }

  /// What stands for a path of this machine outside of it: the SHA-256 of machine and real path, so that the same path on
  /// another machine, or a moved file, is told apart.
  func locationID(ofRealPath path: String) -> String { EventHash(of: (machine + "\n" + path).utf8).text }

  /// A generator over ``random``.
  struct Generator: RandomNumberGenerator {
    let source: @Sendable () -> UInt64
    mutating func next() -> UInt64 { source() }
  }

  /// A new device identity.
  func newDevice() -> DeviceID {
    var generator = Generator(source: random)
    return DeviceID.version7(milliseconds: wallMilliseconds(), random: &generator)
  }

  /// A new identifier for a record that a person makes, or for the step of a command.
  public func newIdentifier<Kind>() -> Identifier<Kind> {
    var generator = Generator(source: random)
    return Identifier<Kind>.version7(milliseconds: wallMilliseconds(), random: &generator)
  }
}
