import EventLog
import EventStorage

/// Carries out what a plan says: writes segments, and removes those that others replace.
struct SegmentWriting {
  let folder: any FolderAccess
  let view: any SyncView
  let outline: LogOutline
  let ownDevices: Set<DeviceID>
  let device: DeviceID
  let now: Int64
  let progress: ((SyncProgress) -> Void)?
  private var written: Int64 = 0
  private var failures = 0

  /// After so many files that could not be written one after the other the rest is left for the next sync.
  private static let failuresMax = 3

  init(
    folder: any FolderAccess, view: any SyncView, device: DeviceID, now: Int64, progress: ((SyncProgress) -> Void)?
  ) throws {
    self.folder = folder
    self.view = view
    outline = try view.outline()
    ownDevices = try view.ownDevices()
    self.device = device
    self.now = now
    self.progress = progress
  }

  /// - Parameter whole: the whole files in the folder.
  mutating func carryOut(
    _ plan: SyncPlan, _ memory: inout FolderMemory, _ report: inout SyncReport, whole: [SyncState.Whole]
  ) {
    report.postponed = plan.postponed
    let total = plan.segments.reduce(0) { $0 + $1.last.seq - $1.first + 1 }
    for segment in plan.segments {
      guard failures < Self.failuresMax else {
        report.unpublished += segment.lacking
        continue
      }
      write(segment, &memory, &report, whole)
      progress?(.writing(events: written, of: total))
    }
    if report.unpublished > 0 {
      let count = report.unpublished
      report.add(
        problem: FolderNote(
          path: "log",
          reason: "\(count) event\(count == 1 ? "" : "s") could not be written to the folder; "
            + "nothing is lost here, and the next sync tries again"))
    }
    for removal in plan.removals { remove(removal, &memory, &report) }
  }

  private mutating func write(
    _ segment: SyncPlan.Segment, _ memory: inout FolderMemory, _ report: inout SyncReport,
    _ whole: [SyncState.Whole]
  ) {
    var first = segment.first
    while first <= segment.last.seq, failures < Self.failuresMax {
      let part = SyncPlan.Segment(last: segment.last, first: first, reason: segment.reason, lacking: 0)
      do {
        var bytes: [UInt8] = []
        let end = try append(part, to: &bytes)
        if end.seq < segment.last.seq, segment.reason == .rollUp {
          return try writeChildren(segment, &memory, &report, whole)
        }
        guard end.seq >= first, let hash = try view.hash(at: end) else { return }
        let name = SegmentName(
          device: outline.branches[end.branch].device, first: first, last: end.seq, hash: hash)
        try write(bytes, name, hash, segment.reason, &memory, &report)
        // What was cut in several files is counted once, with the last.
        if end.seq == segment.last.seq {
          report.count(segment.reason, lacking: segment.lacking, isOwn: ownDevices.contains(name.device))
        }
        first = end.seq + 1
        failures = 0
      } catch {
        failures += 1
        let device = outline.branches[segment.last.branch].device
        report.unpublished += segment.lacking
        report.add(problem: FolderWriting.note("log/\(device.text)", error))
        return
      }
    }
  }

  /// Appends the lines of a segment, as many as fit into one.
  ///
  /// - Returns: the last event of which the line was appended.
  private func append(_ segment: SyncPlan.Segment, to bytes: inout [UInt8]) throws -> LogPosition {
    var end = LogPosition(branch: segment.last.branch, seq: segment.first - 1)
    for piece in outline.pieces(upTo: segment.last, from: segment.first).reversed() {
      let count = try view.appendLines(of: piece, to: &bytes, limit: SegmentGrid.bytesMax)
      if count > 0 { end = LogPosition(branch: piece.branch, seq: piece.seqs.lowerBound + count - 1) }
      if count < piece.seqs.upperBound - piece.seqs.lowerBound + 1 { break }
    }
    return end
  }

  /// A block that is too large for one file stays cut into the blocks of the next level.
  private mutating func writeChildren(
    _ segment: SyncPlan.Segment, _ memory: inout FolderMemory, _ report: inout SyncReport,
    _ whole: [SyncState.Whole]
  ) throws {
    for child in SegmentGrid.children(segment.seqs) where child.upperBound > child.lowerBound {
      let position = outline.pieces(upTo: segment.last, from: 1).first { $0.seqs.contains(child.upperBound) }
      guard let position else { continue }
      let device = outline.branches[position.branch].device
      // A file of another branch may have the same seqs and other events.
      let isHeld = whole.contains { file in
        file.name.device == device && file.name.first <= child.lowerBound && file.name.last >= child.upperBound
          && outline.pieces(upTo: file.last, from: file.name.first).contains {
            $0.branch == position.branch && $0.seqs.contains(child.upperBound)
          }
      }
      if isHeld { continue }
      write(
        SyncPlan.Segment(
          last: LogPosition(branch: position.branch, seq: child.upperBound), first: child.lowerBound, reason: .rollUp,
          lacking: 0),
        &memory, &report, whole)
    }
  }

  private mutating func write(
    _ bytes: [UInt8], _ name: SegmentName, _ hash: EventHash, _ reason: SyncPlan.Reason, _ memory: inout FolderMemory,
    _ report: inout SyncReport
  ) throws {
    let entry = try FolderWriting.write(
      bytes, to: name.path, directory: name.directory, folder, device: device, isDurable: true)
    memory.files[name.path] = FolderMemory.File(
      size: entry.size, modifiedNanoseconds: entry.modifiedNanoseconds, inode: entry.inode, sinceMilliseconds: now,
      readMilliseconds: now, reads: 0, head: hash)
    report.bytesWritten += Int64(bytes.count)
    written += name.count
    report.changes.append(
      SyncReport.Change(kind: SyncReport.Change.Kind(reason), path: name.path, events: name.count))
  }

  /// Removes a file once all that replaces it was read back whole from the folder.
  private func remove(_ removal: SyncPlan.Removal, _ memory: inout FolderMemory, _ report: inout SyncReport) {
    for path in removal.replacements {
      guard var known = memory.files[path], let head = known.head else { return }
      // Since it was listed the carrier may have taken it away.
      guard let entry = try? folder.entry(at: path), known.stands(entry) else { return }
      guard known.reads == 0 else { continue }
      let file = FolderListing.LogFile(path: path, entry: entry, name: SegmentName(path: path))
      guard let finding = SegmentSource.examine(folder, file),
        finding.verdict == .whole(head)
      else {
        // It is not what was written: the next sync reads it.
        memory.files[path] = nil
        return
      }
      known.reads = 1
      known.readMilliseconds = now
      memory.files[path] = known
    }
    do {
      try folder.remove(removal.path)
      memory.files[removal.path] = nil
      report.removed += 1
      report.changes.append(SyncReport.Change(kind: .remove, path: removal.path, events: 0))
    } catch { report.add(problem: FolderWriting.note(removal.path, error)) }
  }

  /// Adds to a report what a plan would do.
  static func preview(_ plan: SyncPlan, _ view: any SyncView, _ report: inout SyncReport) throws {
    let outline = try view.outline()
    let ownDevices = try view.ownDevices()
    report.postponed = plan.postponed
    for segment in plan.segments {
      let device = outline.branches[segment.last.branch].device
      report.count(segment.reason, lacking: segment.lacking, isOwn: ownDevices.contains(device))
      report.changes.append(
        SyncReport.Change(
          kind: SyncReport.Change.Kind(segment.reason), path: "log/\(device.text)",
          events: segment.last.seq - segment.first + 1))
    }
    for removal in plan.removals {
      report.removed += 1
      report.changes.append(SyncReport.Change(kind: .remove, path: removal.path, events: 0))
    }
  }
}

/// Writing a file of the folder, and what is said when that fails.
enum FolderWriting {
  @discardableResult
  static func write(
    _ bytes: [UInt8], to path: String, directory: String, _ folder: any FolderAccess, device: DeviceID, isDurable: Bool
  ) throws -> FolderEntry {
    let temporary = Temporary.name(device: device, nonce: UInt64(UInt32(bitPattern: Platform.processID())))
    func attempt() throws -> FolderEntry {
      try folder.write(bytes, to: path, temporaryName: temporary, isDurable: isDurable)
    }
    do { return try attempt() } catch let failure as FolderFailure where failure.isMissing {
      try folder.makeDirectory(directory)
      return try attempt()
    }
  }

  static func note(_ path: String, _ error: any Error) -> FolderNote {
    if let failure = error as? FolderFailure {
      if let condition = failure.condition { return FolderNote(path: failure.path, condition) }
      return FolderNote(
        path: failure.path.isEmpty ? path : failure.path,
        reason: "cannot write it (\(failure.reason)); the next sync tries again")
    }
    return FolderNote(path: path, reason: "\(error)")
  }
}

extension SyncReport {
  /// Counts a segment that was written, or would be.
  fileprivate mutating func count(_ reason: SyncPlan.Reason, lacking: Int64, isOwn: Bool) {
    switch reason {
    case .healing: healed += lacking
    case .new, .rollUp:
      published += lacking
      if !isOwn { publishedForOthers += lacking }
      if reason == .rollUp { rolledUp += 1 }
    }
  }
}

extension SyncReport.Change.Kind {
  init(_ reason: SyncPlan.Reason) {
    self =
      switch reason {
      case .new: .publish
      case .healing: .heal
      case .rollUp: .rollUp
      }
  }
}
