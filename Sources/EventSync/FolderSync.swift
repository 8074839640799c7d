import EventLog
import EventStorage

/// Keeps a store and a shared folder the same (FORMAT 5): takes in what the folder has, publishes what it lacks.
///
///     let sync = FolderSync(folder: DiskFolder(path: "/home/ana/Dropbox/followup"), store: store)
///     let report = try sync.run()
///
/// First everything that is new is taken in and committed, then what the folder lacks is written; so whatever happens on
/// the way, nothing is in the folder that is not in the log. A sync that was cut short is finished by the next one.
public final class FolderSync {
  /// What a sync is asked for.
  public struct Options: Sendable {
    /// Looks only: nothing is taken in, nothing is written.
    public var isDryRun = false
    /// Whether a folder that was synced with before and is empty now is filled again.
    public var refill = false
    /// What the person calls a device: the own one's name stands in its acks.
    public var label: @Sendable (DeviceID) -> String?

    public init(
      isDryRun: Bool = false, refill: Bool = false, label: @escaping @Sendable (DeviceID) -> String? = { _ in nil }
    ) {
      self.isDryRun = isDryRun
      self.refill = refill
      self.label = label
    }
  }

  let folder: any FolderAccess
  let store: any SyncStore
  /// The folder as the store remembered it when the sync began.
  private let former: FolderMemory?
  private let place: String
  var memory: FolderMemory
  var report = SyncReport()
  private let now: Int64
  private let progress: ((SyncProgress) -> Void)?

  public convenience init(
    folder: any FolderAccess, store: EventStore, progress: ((SyncProgress) -> Void)? = nil
  ) throws {
    try self.init(folder: folder, syncStore: store, progress: progress)
  }

  package init(
    folder: any FolderAccess, syncStore: any SyncStore, progress: ((SyncProgress) -> Void)? = nil
  ) throws {
    self.folder = folder
    store = syncStore
    self.progress = progress
    now = syncStore.wallMilliseconds
    let place = syncStore.folderPlace(realPath: Platform.realPath(folder.name) ?? folder.name)
    self.place = place
    former = try syncStore.view { try $0.folder(place: place) }
    memory = former ?? FolderMemory(place: place, path: folder.name)
    memory.path = folder.name
  }

  /// Syncs once.
  ///
  /// - Throws: ``SyncFailure`` when the folder is none to sync with, ``StoreError`` when the store fails. Single files
  ///   that fail are told in the report.
  public func run(_ options: Options = Options()) throws -> SyncReport {
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
      throw SyncFailure(.io, folder.name, "the folder cannot be listed (\(failure.reason))")
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
      throw SyncFailure(.io, folder.name, "the folder cannot be written to (\(reason))")
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
  private static let dayMilliseconds: UInt64 = 86_400_000

  /// How far a moment lies from now, before or after it, in milliseconds. Clocks may say anything.
  private func apart(_ milliseconds: Int64) -> UInt64 {
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

  // MARK: Planning

  /// The names that speak of events: another copy of this store may write as the same device (FORMAT 6).
  private func claims(_ listing: FolderListing) -> [EventClaim] {
    (listing.logs.compactMap(\.name) + listing.placeholders).map {
      EventClaim(device: $0.device, seq: $0.last, hashPrefix: $0.hashPrefix)
    }
  }

  private func situation(_ listing: FolderListing, _ view: any SyncView) throws -> SyncSituation {
    var situation = SyncSituation(
      outline: try view.outline(), ownDevices: try view.ownDevices(), staleDevices: [],
      isListingComplete: listing.isComplete)
    situation.staleDevices = staleDevices(situation.outline, listing)
    var locator = SegmentLocator(view: view, outline: situation.outline)
    let named = listing.logs.compactMap { file in file.name.map { (file, $0) } }
    let heads = named.map { memory.files[$0.0.path]?.head }
    let places = try view.places(of: heads.map { $0 ?? .zero })
    for (index, (file, name)) in named.enumerated() {
      if heads[index] != nil {
        // A whole file whose events wait here holds nothing that this store could write.
        guard let last = places[index] else { continue }
        situation.whole.append(
          SyncSituation.Whole(path: file.path, name: name, last: last, size: file.entry.size))
      } else if let last = try locator.place(of: name) {
        let known = memory.files[file.path]
        let since = known?.sinceMilliseconds ?? now
        situation.partial.append(
          SyncSituation.Partial(
            path: file.path, name: name, last: last,
            wasSoBefore: wasSoBefore(file),
            isOld: known != nil && since < now && apart(since) >= 7 * Self.dayMilliseconds))
      } else if !wasSoBefore(file) {
        situation.arriving.append(name)
      }
    }
    for name in listing.placeholders {
      guard let last = try locator.place(of: name) else {
        situation.arriving.append(name)
        continue
      }
      situation.promised.append(SyncSituation.Whole(path: name.path, name: name, last: last, size: 0))
    }
    try findLost(listing, view, &situation)
    return situation
  }

  /// Whether the last sync found a file as it is now, and not whole.
  private func wasSoBefore(_ file: FolderListing.LogFile) -> Bool {
    former?.files[file.path].map { $0.stands(file.entry) && $0.head == nil } ?? false
  }

  /// Files that were whole at the last sync, and are gone or are not whole any more.
  private func findLost(_ listing: FolderListing, _ view: any SyncView, _ situation: inout SyncSituation) throws {
    let present = Set(listing.logs.map(\.path))
    for (path, file) in former?.files ?? [:] {
      guard let head = file.head, !present.contains(path) || memory.files[path]?.head != head else { continue }
      guard let name = SegmentName(path: path), let last = try view.places(of: [head])[0]
      else { continue }
      let lost = SyncSituation.Whole(path: path, name: name, last: last, size: 0)
      if file.isGone { situation.lostBefore.append(lost) } else { situation.lost.append(lost) }
    }
  }

  /// Devices of which the folder has no ack dated within 30 days either side of now.
  private func staleDevices(_ outline: LogOutline, _ listing: FolderListing) -> Set<DeviceID> {
    let present = Set(listing.acks.map(\.name.device))
    return Set(outline.chains.map(\.device)).filter { device in
      guard present.contains(device), let content = memory.acks[device]?.content,
        let said = FolderAck(content: content)?.hlc.milliseconds
      else { return true }
      return apart(said) > 30 * Self.dayMilliseconds
    }
  }

  // MARK: Acks and tidying

  private func readAcks(_ listing: FolderListing) {
    let byDevice = Dictionary(grouping: listing.acks, by: \.name.device)
    for (device, files) in byDevice {
      for file in files.sorted(by: { ($0.name.n, $0.path) > ($1.name.n, $1.path) }) {
        if memory.acks[device]?.path == file.path { break }
        guard let content = try? FolderReading.bytes(folder, file.path, limit: FolderAck.bytesMax),
          AckName.hash8(content) == file.name.hash8, let ack = FolderAck(content: content), ack.device == device,
          ack.n == file.name.n
        else { continue }
        memory.acks[device] = FolderMemory.Ack(n: ack.n, path: file.path, content: content)
        break
      }
    }
  }

  /// Says what this store has accepted, if that is not said already.
  private func acknowledge(
    _ listing: FolderListing, _ device: DeviceID, _ label: String?, _ view: any SyncView
  ) {
    let own = listing.acks.filter { $0.name.device == device }
    do {
      let heads = Dictionary(grouping: try view.outline().chains, by: \.device).mapValues { $0.map(\.head).sorted() }
      if let last = memory.acks[device], own.contains(where: { $0.path == last.path }),
        let ack = FolderAck(content: last.content), ack.heads == heads
      {
        return
      }
      guard let hlc = try view.clockReading(wallMilliseconds: now) else { return }
      let n = max(own.map(\.name.n).max() ?? 0, memory.acks[device]?.n ?? 0) + 1
      let ack = FolderAck(device: device, heads: heads, hlc: hlc, label: label, n: n)
      let content = ack.content
      let name = AckName(device: device, n: n, content: content)
      try FolderWriting.write(
        content, to: name.path, directory: name.directory, folder, device: device, isDurable: false)
      memory.acks[device] = FolderMemory.Ack(n: n, path: name.path, content: content)
      report.hasAcked = true
      report.bytesWritten += Int64(content.count)
      for file in own { try? folder.remove(file.path) }
    } catch { report.problems.append(FolderWriting.note("acks/\(device.text)", error)) }
  }

  /// Removes what this device's own interrupted writing left behind.
  private func tidy(_ listing: FolderListing, _ device: DeviceID) {
    for file in listing.temporaries where Temporary.isOwn(file.path, device: device) {
      if apart(file.modifiedNanoseconds / 1_000_000) > Self.dayMilliseconds { try? folder.remove(file.path) }
    }
  }

  /// Names the damaged files that nobody could heal.
  private func tellOfDamage(_ listing: FolderListing) {
    let healed = Set(report.changes.map(\.path))
    for file in listing.logs where !healed.contains(file.path) {
      guard let reason = memory.files[file.path]?.problem else { continue }
      report.problems.append(FolderNote(path: file.path, reason: "\(reason); the file was left as it is"))
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

/// Finds where the event stands that ends a segment, by the segment's name.
struct SegmentLocator {
  let view: any SyncView
  let outline: LogOutline

  /// - Returns: nil when the name speaks of an event that is not here.
  mutating func place(of name: SegmentName) throws -> EventPlace? {
    for (chain, part) in outline.chains.enumerated()
    where part.device == name.device && (part.firstSeq...part.lastSeq).contains(name.last) {
      let place = EventPlace(chain: chain, seq: name.last)
      if try view.hash(at: place)?.prefix == name.hashPrefix { return place }
    }
    return nil
  }
}
