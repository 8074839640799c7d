/// How many connections a store keeps.
public enum StoreConnections: Sendable {
  /// Readers beside the writer, which never wait for it: for a program with a user interface.
  case pool
  /// One for everything: the quickest to open, for a program that does one thing and ends.
  case single
}
