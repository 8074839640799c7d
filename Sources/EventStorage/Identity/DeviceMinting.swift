/// Why a new device was minted (FORMAT 6).
public enum DeviceMinting: String, Sendable {
  /// The store had no device yet.
  case first
  /// The database came here from another path or machine, or the anchor is gone.
  case moved
  /// The database is older than what was last written here: a backup was put back.
  case restored
  /// Another copy of the store has written as this device.
  case branched
}
