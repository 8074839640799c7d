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

  init(
    folder: any FolderAccess, store: any SyncStore, options: FolderSync.Options, progress: ((SyncProgress) -> Void)?
  ) throws {
    self.folder = folder
    self.store = store
    self.options = options
    self.progress = progress
    now = store.wallMilliseconds
    let place = store.folderPlace(realPath: Platform.realPath(folder.name) ?? folder.name)
    former = try store.view { try $0.folder(place: place) }
    memory = former ?? FolderMemory(place: place, path: folder.name)
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
    if options.isDryRun { return report }
    readAcks(listing)
    let writer = try store.writerState(claims: claims(listing))
    report.minting = writer.minting
    try gate.check()
    try store.view { view in
      let situation = try situation(listing, view)
      var writing = try SegmentWriting(
        folder: folder, view: view, device: writer.device, now: now, progress: progress)
      writing.carryOut(SyncPlan(situation), &memory, &report, whole: situation.whole)
      acknowledge(listing, writer.device, options.label(writer.device), view)
      report.waiting = try view.waiting()
    }
    tidy(listing, writer.device)
    tellOfDamage(listing)
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
      report.problems += listing.problems
      report.foreign = listing.foreign
      report.notDownloaded = listing.placeholders.count
      return listing
    } catch let failure as FolderFailure {
      throw SyncFailure(
        .io, folder.name, "the folder cannot be listed (\(failure.reason)); is it connected, and yours to read?")
    }
  }

  private func writeMarker() throws {
    let device = try store.writerState(claims: []).device
    do {
      _ = try folder.write(
        FolderMarker.content, to: FolderMarker.path, temporaryName: Temporary.name(device: device, nonce: 0),
        isDurable: true)
      report.bytesWritten += Int64(FolderMarker.content.count)
    } catch {
      let reason = (error as? FolderFailure)?.reason ?? "\(error)"
      throw SyncFailure(
        .io, folder.name, "the folder cannot be written to (\(reason)); is it connected, and yours to write?")
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
        let plan = SyncPlan(try situation(listing, view))
        try SegmentWriting.foretell(plan, view, &self.report)
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
      try SegmentWriting.foretell(SyncPlan(try situation(listing, view)), view, &report)
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
    switch finding.verdict {
    case .whole(let head): file.head = head
    case .incomplete: break
    case .refused(let line, let reason): file.problem = "line \(line): \(reason)"
    case .mistaken(let reason): file.problem = reason
    case .unsettled(let reason):
      memory.files[finding.path] = nil
      if let reason {
        report.problems.append(FolderNote(path: finding.path, reason: "it cannot be read (\(reason))"))
      }
      return
    }
    memory.files[finding.path] = file
  }

  // MARK: Afterwards

  /// Names the damaged files that nobody could heal.
  private func tellOfDamage(_ listing: FolderListing) {
    let healed = Set(report.changes.map(\.path))
    for file in listing.logs where !healed.contains(file.path) {
      guard let reason = memory.files[file.path]?.problem else { continue }
      // One with a segment's name is healed by whoever has its events; of a copy nobody knows what it was to be.
      let what = file.name == nil ? "if it is only a copy, remove it" : "another machine may heal it"
      report.problems.append(FolderNote(path: file.path, reason: "\(reason); it was left as it is: \(what)"))
    }
  }

  /// Of files that are gone it is remembered for one more sync that they are: what they held is healed then, if it still
  /// lacks.
  private func forgetVanished(_ listing: FolderListing) {
    guard listing.isComplete else { return }
    let present = Set(listing.logs.map(\.path)).union(report.changes.map(\.path))
    for (path, file) in memory.files where !present.contains(path) {
      memory.files[path] = file.isGone || file.head == nil ? nil : file.gone
    }
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
