import EventLog

/// What a store remembers of one shared folder from one sync to the next (FORMAT 5).
///
/// It saves work and is told to people; without it a sync finds out everything again.
package struct FolderMemory: Sendable, Equatable {
  /// A file as it was when it was last read or written.
  package struct File: Sendable, Equatable {
    /// The file's size in bytes.
    package var size: Int64
    /// Nanoseconds since 1970, as the file system tells.
    package var modifiedNanoseconds: Int64
    /// The file's inode; 0 where the folder has none.
    package var inode: UInt64
    /// The wall clock when it was first found like this, in milliseconds since 1970.
    package var sinceMilliseconds: Int64
    /// The wall clock when it was last read or written, in milliseconds since 1970.
    package var readMilliseconds: Int64
    /// How often it was read like this; 0 when this store wrote it and has not read it back yet.
    package var reads: Int
    /// The hash of its last event when it is whole; otherwise nil.
    package var head: EventHash?
    /// Why it is not whole, unless it is merely incomplete.
    package var problem: String?

    /// What is remembered of a file.
    package init(
      size: Int64, modifiedNanoseconds: Int64, inode: UInt64, sinceMilliseconds: Int64, readMilliseconds: Int64,
      reads: Int, head: EventHash?, problem: String? = nil
    ) {
      self.size = size
      self.modifiedNanoseconds = modifiedNanoseconds
      self.inode = inode
      self.sinceMilliseconds = sinceMilliseconds
      self.readMilliseconds = readMilliseconds
      self.reads = reads
      self.head = head
      self.problem = problem
    }
  }

  /// The last ack of a device.
  package struct Ack: Sendable, Equatable {
    /// The ack's number; the next one is greater by one.
    package var n: Int64
    /// Within the folder.
    package var path: String
    /// The file's bytes.
    package var content: [UInt8]

    /// What is remembered of an ack.
    package init(n: Int64, path: String, content: [UInt8]) {
      self.n = n
      self.path = path
      self.content = content
    }
  }

  /// The SHA-256 of machine and real path.
  package var locationID: String
  /// As the person named it.
  package var path: String
  /// The wall clock at the end of the last sync, in milliseconds since 1970; nil before the first.
  package var syncedMilliseconds: Int64?
  /// By path within the folder.
  package var files: [String: File] = [:]
  /// The last ack of each device that was read.
  package var acks: [DeviceID: Ack] = [:]

  /// The memory of a folder that was never synced with.
  package init(locationID: String, path: String) {
    self.locationID = locationID
    self.path = path
  }
}

extension FolderMemory.File {
  /// A file that was whole, and was not there any more at the last sync.
  var isGone: Bool { size < 0 }

  var gone: FolderMemory.File {
    var file = self
    file.size = -1
    return file
  }

  /// Whether a file stands as it did when it was read.
  func stands(_ entry: FolderEntry) -> Bool {
    size == entry.size && modifiedNanoseconds == entry.modifiedNanoseconds && inode == entry.inode
  }
}
