import EventLog
import EventStorage

/// One sync at work: what it has found, what it remembers, what it has done.
final class SyncRun {
  let folder: any FolderAccess
  let store: any SyncStore
  private let options: FolderSync.Options
  private let progress: ((SyncProgress) -> Void)?
  /// The wall clock when the sync began, in milliseconds since 1970.
  let now: Int64
  /// The folder as the store remembered it then.
  let former: FolderMemory?
  var memory: FolderMemory
  var report = SyncReport()
  /// What is the matter with the files that are not whole, before anything is written.
  private var conditions: [String: FileCondition] = [:]
  /// The files that are not whole, or not here yet, and whose last events are not here either.
  var lacking: Set<String> = []

  init(
    folder: any FolderAccess, store: any SyncStore, options: FolderSync.Options, progress: ((SyncProgress) -> Void)?
  ) throws {
    self.folder = folder
    self.store = store
    self.options = options
    self.progress = progress
    now = store.wallMilliseconds
    let locationID = store.locationID(ofRealPath: Platform.realPath(folder.name) ?? folder.name)
    former = try store.view { try $0.folder(locationID: locationID) }
    memory = former ?? FolderMemory(locationID: locationID, path: folder.name)
    memory.path = folder.name
  }

  func run() throws -> SyncReport {
    report.isDryRun = options.isDryRun
    let gate = FolderGate(
      folder: folder, isRemembered: former?.syncedMilliseconds != nil, refill: options.refill)
    if try gate.examine() == .lacksMarker {
      report.hasWrittenMarker = true
      if options.isDryRun, try folder.entries(of: "").allSatisfy({ $0.name.hasPrefix(".") }) {
        return try finishPlanning(try listing())
      }
      if !options.isDryRun { try writeMarker() }
    }
    let listing = try listing()
    try takeIn(listing, isKept: !options.isDryRun)
    notePlaceholders(listing)
    noteConditions(listing)
    if options.isDryRun {
      reportConditions(listing)
      return report
    }
    readAcks(listing)
    let writer = try store.writerState(claims: claims(listing))
    report.minting = writer.minting
    try gate.check()
    try store.view { view in
      let state = try state(listing, view)
      var writing = try SegmentWriting(
        folder: folder, view: view, device: writer.device, now: now, progress: progress)
      writing.carryOut(SyncPlan(state), &memory, &report, whole: state.whole)
      acknowledge(listing, writer.device, options.label(writer.device), view)
      try reportAbsentEvents(view)
      report.waiting = try view.waiting()
    }
    tidy(listing, writer.device)
    reportConditions(listing)
    forgetVanished(listing)
    memory.syncedMilliseconds = now
    try store.remember(memory, former: saved ?? former)
    return report
  }

  /// The memory as it was saved within this sync.
  private var saved: FolderMemory?

  private func listing() throws -> FolderListing {
    do {
      let listing = try FolderListing(folder)
      for problem in listing.problems { report.add(problem: problem) }
      report.foreign = listing.foreign
      report.notDownloaded = listing.placeholders.count
      return listing
    } catch let failure as FolderFailure {
      throw SyncFailure(
        .io, folder.name, "cannot list the folder (\(failure.reason)); is it connected, and may you read it?")
    }
  }

  private func writeMarker() throws {
    let device = try store.writerState(claims: []).device
    do {
      _ = try folder.write(
        FolderMarker.content, to: FolderMarker.path, temporaryName: Temporary.name(device: device, nonce: 0),
        isDurable: true)
      report.bytesWritten += Int64(FolderMarker.content.count)
      try GitAttributes.writeIfCarried(folder, device: device)
    } catch {
      let reason = (error as? FolderFailure)?.reason ?? "\(error)"
      throw SyncFailure(
        .io, folder.name, "cannot write to the folder (\(reason)); is it connected, and may you write to it?")
    }
  }

  // MARK: Taking in

  /// Reads what is new or changed, and remembers what was read in the transaction that takes it in.
  private func takeIn(_ listing: FolderListing, isKept: Bool) throws {
    let files = listing.logs.filter { needsReading($0) }
    report.filesRead = files.count
    guard !files.isEmpty else {
      if !isKept { try planOnly(listing) }
      return
    }
    let sources = SegmentSource.sources(folder, files)
    let report = try store.takeIn(
      sources, isKept: isKept, former: former,
      progress: progress.map { progress in { progress(.reading(lines: $0.lines, new: $0.accepted)) } }
    ) { view in
      for finding in sources.flatMap(\.findings) { note(finding) }
      guard isKept else {
        readAcks(listing)
        let plan = SyncPlan(try state(listing, view))
        try SegmentWriting.preview(plan, view, &self.report)
        self.report.waiting = try view.waiting()
        return nil
      }
      saved = memory
      // Not synced yet: only its end is.
      return memory
    }
    self.report.ingest = report
  }

  private func planOnly(_ listing: FolderListing) throws {
    readAcks(listing)
    try store.view { view in
      try SegmentWriting.preview(SyncPlan(try state(listing, view)), view, &report)
      report.waiting = try view.waiting()
    }
  }

  private func finishPlanning(_ listing: FolderListing) throws -> SyncReport {
    try planOnly(listing)
    return report
  }

  /// How often a file that is not whole is read again though it stands as it did: what is read of a network drive may
  /// be older than what is listed.
  private static let readsMin = 4
  /// After a change within this time a file may change again without a sign of it, in milliseconds.
  private static let unsettledMilliseconds: Int64 = 10_000
  static let dayMilliseconds: UInt64 = 86_400_000

  /// How far a moment lies from now, before or after it, in milliseconds. Clocks may say anything.
  func apart(_ milliseconds: Int64) -> UInt64 {
    milliseconds > now
      ? UInt64(bitPattern: milliseconds &- now) : UInt64(bitPattern: now &- milliseconds)
  }

  private func needsReading(_ file: FolderListing.LogFile) -> Bool {
    guard let known = memory.files[file.path], known.stands(file.entry) else { return true }
    if known.head != nil { return false }
    return known.reads < Self.readsMin
      || known.readMilliseconds &- known.modifiedNanoseconds / 1_000_000 < Self.unsettledMilliseconds
      || apart(known.readMilliseconds) > Self.dayMilliseconds || known.readMilliseconds > now
  }

  private func note(_ finding: FileFinding) {
    let known = memory.files[finding.path].flatMap { $0.stands(finding.entry) ? $0 : nil }
    var file = FolderMemory.File(
      size: finding.entry.size, modifiedNanoseconds: finding.entry.modifiedNanoseconds, inode: finding.entry.inode,
      sinceMilliseconds: known?.sinceMilliseconds ?? now, readMilliseconds: now, reads: (known?.reads ?? 0) + 1,
      head: nil)
    let condition = FileCondition(finding)
    conditions[finding.path] = condition
    switch finding.verdict {
    case .whole(let head): file.head = head
    case .unsettled:
      memory.files[finding.path] = nil
      return
    case .incomplete, .refused, .mistaken: file.problem = condition?.problem
    }
    memory.files[finding.path] = file
  }

  /// Remembers what stands for a segment that the carrier has not brought.
  private func notePlaceholders(_ listing: FolderListing) {
    for file in listing.placeholders {
      let known = memory.files[file.path].flatMap { $0.stands(file.entry) ? $0 : nil }
      memory.files[file.path] = FolderMemory.File(
        size: file.entry.size, modifiedNanoseconds: file.entry.modifiedNanoseconds, inode: file.entry.inode,
        sinceMilliseconds: known?.sinceMilliseconds ?? now, readMilliseconds: now, reads: (known?.reads ?? 0) + 1,
        head: nil)
    }
  }

  /// What is the matter with files that were not read just now is known from an earlier sync.
  private func noteConditions(_ listing: FolderListing) {
    let paths = listing.logs.map(\.path) + listing.placeholders.map(\.path)
    for path in paths where conditions[path] == nil {
      conditions[path] = memory.files[path].flatMap { FileCondition($0, path: path) }
    }
  }

  // MARK: Afterwards

  /// Names the files that are not whole. A person is needed where nobody could mend a file, and where one that may have
  /// been on its way stands as it did at the last sync.
  private func reportConditions(_ listing: FolderListing) {
    let written = Set(report.changes.filter { $0.kind != .remove }.map(\.path))
    let removed = Set(report.changes.filter { $0.kind == .remove }.map(\.path))
    let files = listing.logs.map { ($0.path, $0.entry) } + listing.placeholders.map { ($0.path, $0.entry) }
    for (path, entry) in files {
      guard let condition = conditions[path] else { continue }
      if written.contains(path) || removed.contains(path) {
        report.add(notice: FolderNote(path: path, mended: condition, isRemoved: removed.contains(path)))
        continue
      }
      let note = FolderNote(path: path, condition)
      // Where the last events are here, a sync that writes mends it.
      let isMendedBySyncing = options.isDryRun && SegmentName.isSegment(path) && !lacking.contains(path)
      if !condition.mayBeOnItsWay && !isMendedBySyncing {
        report.add(problem: note)
      } else if condition == .notDownloaded && !lacking.contains(path) {
        // What it stands for is here.
        continue
      } else if condition == .changing || !wasSoBefore(path, entry) {
        report.add(notice: note)
      } else if lacking.contains(path) {
        report.add(problem: note)
      }
    }
  }

  /// Of files that are gone it is remembered for one more sync that they are: what they held is healed then, if it still
  /// lacks.
  private func forgetVanished(_ listing: FolderListing) {
    guard listing.isComplete else { return }
    let present = Set(listing.logs.map(\.path) + listing.placeholders.map(\.path)).union(report.changes.map(\.path))
    for (path, file) in memory.files where !present.contains(path) {
      memory.files[path] = file.isGone || file.head == nil ? nil : file.gone
    }
  }
}
