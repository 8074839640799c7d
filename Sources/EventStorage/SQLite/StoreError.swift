import EventLog
import GRDB

/// Why a store could not do what was asked: what happened, to which file, and what to do now.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong; new codes may come with new releases.
  public struct Code: Hashable, Sendable, RawRepresentable {
    /// The code as it is logged.
    public let rawValue: String
    /// The code with that name, be it a known one or not.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// Nothing stands at the path.
    public static let missing = Code(rawValue: "missing")
    /// The file is not a database, or that of another program.
    public static let foreign = Code(rawValue: "foreign")
    /// The database was written by a newer release.
    public static let newer = Code(rawValue: "newer")
    /// The database is damaged.
    public static let damaged = Code(rawValue: "damaged")
    /// Another process held the store for too long.
    public static let busy = Code(rawValue: "busy")
    /// The file or its folder cannot be written.
    public static let readOnly = Code(rawValue: "read-only")
    /// The disk is full.
    public static let full = Code(rawValue: "full")
    /// Any other failure of the operating system or of SQLite.
    public static let io = Code(rawValue: "io")
    /// What was to be written breaks a rule of the format.
    public static let malformed = Code(rawValue: "malformed")
    /// A store that has lost the numbers by which it is known, and nothing else.
    public static let unnumbered = Code(rawValue: "unnumbered")
    /// The store was closed.
    public static let closed = Code(rawValue: "closed")
    /// The library was called as it must not be: from within its own call, or with what is no longer valid.
    public static let misuse = Code(rawValue: "misuse")
  }

  /// The kind of failure.
  public let code: Code
  /// The store's file.
  public let path: String
  /// What happened, to which thing, and what now.
  public let message: String

  /// An error about the store at a path, with a sentence that says what now.
  package init(_ code: Code, _ path: String, _ message: String) {
    self.code = code
    self.path = path
    self.message = message
  }

  /// `PATH: MESSAGE`
  public var description: String { "\(path): \(message)" }

  /// Runs `body`, and says of what GRDB, SQLite or the system report which store it befell. What a caller's own code throws
  /// goes through as it is.
  ///
  /// - Parameter path: the store's file.
  @inline(__always)
  static func wrapping<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch { throw wrapping(error, path) }
  }

  /// The sentence for what GRDB, SQLite or the system reported.
  package static func wrapping(_ error: any Error, _ path: String) -> any Error {
    if let failure = error as? Platform.Failure { return StoreError(.io, path, failure.description) }
    if let malformed = error as? MalformedLine {
      return StoreError(.damaged, path, "a line of the log is damaged (\(malformed)); run followup verify")
    }
    guard let error = error as? DatabaseError else { return error }
    let detail = error.message ?? "no details"
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return StoreError(
        .busy, path, "another program is keeping the store locked; try again when it has finished (\(detail))")
    case .SQLITE_FULL:
      return StoreError(.full, path, "the disk is full; nothing was changed. Free some space and run the command again")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
      return StoreError(
        .readOnly, path,
        "cannot open the store for writing (\(detail)); check the permissions of the file and its folder")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return StoreError(
        .damaged, path,
        "the database is damaged (\(detail)); keep the file, and run followup doctor to rescue the sound events"
      )
    case .SQLITE_INTERRUPT:
      return StoreError(
        .damaged, path,
        "the database is damaged, or built to be read for ever: reading was stopped. followup doctor says how to rescue "
          + "what is sound of it")
    case .SQLITE_IOERR:
      return StoreError(.io, path, "reading or writing failed (\(detail)); nothing was changed. Run the command again")
    default:
      if detail.contains("no such module: fts5") {
        return StoreError(
          .io, path,
          "this machine's SQLite library has no full-text search (FTS5), which the store needs; "
            + "nothing was changed. Install an SQLite with FTS5")
      }
      return StoreError(
        .io, path, "SQLite failed (\(detail)); nothing was changed. followup doctor checks the store")
    }
  }
}
