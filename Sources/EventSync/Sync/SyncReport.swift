import EventLog
import EventStorage

/// What a sync did, or with ``isDryRun`` would do.
public struct SyncReport: Sendable, Equatable {
  /// Whether nothing was written: the report says what would have been.
  public var isDryRun = false
  /// What became of the lines that were read.
  public var ingest = IngestReport()
  /// Files that were opened.
  public var filesRead = 0
  /// Events that were published for the first time: the own ones, and those of others that came here another way.
  public var published: Int64 = 0
  /// Of ``published`` those of other devices.
  public var publishedForOthers: Int64 = 0
  /// Events that were in the folder, were lost or damaged, and were published again.
  public var healed: Int64 = 0
  /// Events of others that are lacking, and are healed at the next sync if they still are.
  public var postponed: Int64 = 0
  /// Segments that were written in place of several smaller ones.
  public var rolledUp = 0
  /// Files that were removed, for others hold their events.
  public var removed = 0
  /// Segments that the carrier knows of and has not brought yet.
  public var notDownloaded = 0
  /// Files of this folder that have nothing to do with it, in order of their paths.
  public var foreign: [String] = []
  /// Events that should have been written to the folder and could not be; ``problems`` says why.
  public var unpublished: Int64 = 0
  /// What needs a person: damaged files, links, files that could not be read or written.
  public private(set) var problems: [FolderNote] = []
  /// What needs nobody, or nobody yet: files that may still be on their way, and what was mended.
  public private(set) var notices: [FolderNote] = []
  /// Lines in the store that wait for events that are not here.
  public var waiting: [StoreStatus.Waiting] = []
  /// Set when this sync minted a new device (FORMAT 6).
  public var minting: DeviceMinting?
  /// Whether the folder was made into a shared one just now, or its marker written again.
  public var hasWrittenMarker = false
  /// Whether an ack was written.
  public var hasAcked = false
  /// Bytes written to the folder.
  public var bytesWritten: Int64 = 0
  /// The paths that were written and removed, in this order, or would be.
  public var changes: [Change] = []

  /// One file of the folder that was written or removed.
  public struct Change: Sendable, Equatable {
    /// What was done to it.
    public enum Kind: String, Sendable { case publish, heal, rollUp, remove }
    /// What was done to the file.
    public let kind: Kind
    /// Within the folder.
    public let path: String
    /// The events in it; 0 where its name tells nothing of them.
    public let events: Int64
  }

  /// The report of nothing.
  public init() {}

  /// Adds something that needs a person, unless it was said already.
  mutating func add(problem note: FolderNote) { if !problems.contains(note) { problems.append(note) } }

  /// Adds something that needs nobody, or nobody yet.
  mutating func add(notice note: FolderNote) { notices.append(note) }
}

/// How far a long sync is.
public enum SyncProgress: Sendable {
  /// Lines read from the folder, and how many of them were new.
  case reading(lines: Int, new: Int)
  /// Events written to the folder, of how many.
  case writing(events: Int64, of: Int64)
}
