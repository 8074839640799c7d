import CivilTime
import EventLog
import EventStorage
import EventSync
import FollowUp
import FollowUpAdvice

// The log and what follows from it.
extension Doctor {
  private static let minuteMilliseconds: Int64 = 60_000

  /// Clocks: of this machine, by what was written here; of the others, by this machine.
  mutating func examineClocks(_ reader: StoreReader, _ snapshot: Snapshot) throws {
    let own = try reader.ownDevices()
    let last = try reader.lastWritten()
    let ahead = last.filter { device, stamp in
      !own.contains(device) && stamp.milliseconds.map { $0 > wall + HybridClock.absorbedMilliseconds } ?? false
    }
    for (device, stamp) in ahead.sorted(by: { $0.key < $1.key }) {
      add(
        Diagnostic(
          "clock-ahead", .warning, about: snapshot.name(of: device),
          what: "its clock is more than a day ahead: its last event is dated \(stamp.text.prefix(16))Z",
          why:
            "Correct the clock of that machine. Its events are kept, and what you record still overrides those of them "
            + "that you have seen.", command: Self.clockCommand))
    }
    let written = last.filter { own.contains($0.key) }.map(\.value).max()
    if let written, let milliseconds = written.milliseconds, milliseconds > wall + 5 * Self.minuteMilliseconds {
      add(
        Diagnostic(
          "clock-back", .warning, about: "this machine's clock",
          what: "it is behind the last event written here (\(written.text.prefix(16))Z)",
          why:
            "It is behind now, or was ahead then. The log stays in order either way; dates and advice use this clock.",
          command: Self.clockCommand))
    } else if ahead.count > 1, ahead.count == last.count(where: { !own.contains($0.key) }) {
      add(
        Diagnostic(
          "clock-behind", .warning, about: "this machine's clock", what: "every other device is ahead of it",
          why: "So this clock is more likely to be wrong.", command: Self.clockCommand))
    }
  }

  private static var clockCommand: String {
    #if canImport(Darwin)
      "sudo sntp -sS time.apple.com"
    #else
      "sudo timedatectl set-ntp true"
    #endif
  }

  /// As which device this store writes, and whether anything else has written as it.
  mutating func examineDevice(_ reader: StoreReader, _ standing: WriterStanding, _ snapshot: Snapshot) throws {
    let own = try reader.ownDevices()
    let branches = Dictionary(grouping: try reader.outline().branches.filter { own.contains($0.device) }, by: \.device)
    for (device, chains) in branches.sorted(by: { $0.key < $1.key }) where chains.count > 1 {
      add(
        Diagnostic(
          "branch", .note, about: snapshot.name(of: device), what: "its log has \(chains.count) branches",
          why:
            "A copy of this store wrote as the same device. Both branches are kept and synced; since then the store "
            + "writes as another device.", command: followup("conflicts")))
    }
    guard !own.isEmpty else { return }
    switch standing.minting {
    case .moved?:
      add(
        Diagnostic(
          "anchor", .note, about: path, what: "it was copied or moved here, or its anchor is gone",
          why: "Nothing is lost: the next event is written as a new device. The command names that device.",
          command: followup("device", "NAME")))
    case .restored?:
      add(
        Diagnostic(
          "anchor", .warning, about: path, what: "it lacks the last event written here",
          why:
            "An older copy replaced it, or its end was lost. It continues as a new device; the folder or another device "
            + "brings back what it lacks.", command: followup("sync")))
    case .branched?:
      add(
        Diagnostic(
          "anchor", .note, about: path, what: "another copy of this store has written as the same device",
          why: "Both are kept: the next event is written as a new device. The command names that device.",
          command: followup("device", "NAME")))
    case .first?: break
    case nil:
      guard !standing.isAnchored else { return }
      add(
        Diagnostic(
          "anchor-missing", .note, about: context.environment.anchorDirectory ?? path,
          what: "nothing outside the store distinguishes it from a copy",
          why: "The folder for anchors is not writable. Two copies of the store would write as one device.",
          command: context.environment.anchorDirectory.map { "mkdir -p -m 700 \(CommandLineWord.quoted($0))" }))
    }
  }

  /// What waits, and for what.
  mutating func examineWaiting(_ reader: StoreReader, _ snapshot: Snapshot) throws {
    let acks = try reader.acks().compactMap { FolderAck(content: $0.content) }
    let files = try reader.folders().flatMap {
      try reader.folder(locationID: $0.locationID)?.files.keys.map { $0 } ?? []
    }
    let folder = try reader.folders().first?.path
    for missing in try MissingEvents.all(reader, acks: acks, files: files.sorted()) {
      let words = MissingEventsFormatter(missing: missing) { snapshot.label(of: $0) }
      let others = missing.holders.filter { $0.sign != .writer }
      let device = missing.gap.device
      if try missing.gap.waiting > 0 && reader.adoptionPlan(of: device).drafts.isEmpty {
        add(
          Diagnostic(
            "waiting", .note, about: snapshot.name(of: device), what: words.text,
            why:
              "The waiting lines were recorded again already, or are older than the current values. There is nothing to do."
          ))
      } else if others.isEmpty {
        add(
          Diagnostic(
            "waiting", .warning, about: snapshot.name(of: device), what: words.text,
            why:
              "Sync that device, or merge any store or log that has it. If it is lost everywhere, the waiting lines can be "
              + "recorded again.", command: followup("doctor", "--adopt", device.text)))
      } else {
        add(
          Diagnostic(
            "waiting", .note, about: snapshot.name(of: device), what: words.text,
            why: "The next sync of a machine that has it brings it.",
            command: folder.map { followup("sync", $0) } ?? followup("merge", "FILE")))
      }
    }
  }

  /// More conflicts than this are no longer seen at a glance.
  private static let conflictsMany = 20

  mutating func examineConflicts(_ reader: StoreReader) throws {
    let count = try reader.conflictCount(atMost: 1_000)
    guard count > 0 else { return }
    add(
      Diagnostic(
        "conflicts", count > Self.conflictsMany ? .warning : .note, about: path,
        what: "\(count == 1_000 ? "at least " : "")\(Plural.of(count, "field")) in conflict",
        why: "Two devices set them independently. The later value counts until you decide.",
        command: followup("conflicts")))
  }

  mutating func examineSettings(_ reader: StoreReader, _ snapshot: Snapshot) throws {
    let settings = snapshot.settings
    func unreadable(_ name: String, _ what: String, _ value: String) -> Diagnostic {
      Diagnostic(
        "setting", .warning, about: "setting \(name)", what: what, why: "It counts as not set.",
        command: followup("setting", name, value))
    }
    if let tz = settings.tz {
      do { _ = try zones.zone(tz) } catch {
        add(unreadable("tz", "\(error)", context.machineZone() ?? "UTC"))
      }
    }
    if let value = settings.values["holidays"], SettingAssignment.holidays(value) == nil {
      add(unreadable("holidays", "not a list of dates", ""))
    }
    if let value = settings.values["working_week"], SettingAssignment.workingWeek(value) == nil {
      add(unreadable("working_week", "not a list of days", ""))
    }
    if let value = settings.values["prove_backups_days"], SettingAssignment.days(value) == nil {
      add(unreadable("prove_backups_days", "not a number of days", "30"))
    }
    var shelf = PlaybookShelf(own: try reader.records(ofType: PlaybookShelf.recordType))
    if let name = settings.playbook, !shelf.names.contains(name) {
      add(unreadable("playbook", "no playbook is called \"\(name)\"", PlaybookShelf.defaultName))
    }
    for name in shelf.names where !PlaybookShelf.builtIn.contains(name) {
      do { _ = try shelf.playbook(name) } catch {
        add(
          Diagnostic(
            "playbook", .warning, about: "playbook \(name)", what: "\(error)",
            why: "Advice cannot use it.", command: followup("playbook", "show", name)))
      }
    }
  }

  /// The shared folders that the store has synced with on this machine.
  mutating func examineFolders(_ reader: StoreReader, _ store: EventStore) throws {
    for folder in try reader.folders() {
      let isHere = Platform.status(folder.path)?.kind == .directory
      let locationID = store.locationID(ofRealPath: Platform.realPath(folder.path) ?? folder.path)
      guard locationID == folder.locationID || !isHere else { continue }
      guard isHere else {
        add(
          Diagnostic(
            "folder-missing", .note, about: folder.path, what: "the folder is not available now",
            why: "The drive may be disconnected, or the folder moved. The log does not need it."))
        continue
      }
      try examineFiles(of: folder, reader)
    }
  }

  /// The files of a shared folder that were not whole at the last sync, and what stands in the way in it now.
  private mutating func examineFiles(of folder: FolderMemory, _ reader: StoreReader) throws {
    guard let memory = try reader.folder(locationID: folder.locationID) else { return }
    for (condition, note) in try memory.notes(reader) {
      let full = "\(folder.path)/\(note.path)"
      guard let file = memory.files[note.path], Platform.status(full)?.size == file.size else { continue }
      if condition.mayBeOnItsWay {
        add(
          Diagnostic(
            "segment-incomplete", file.reads > 1 ? .warning : .note, about: full, what: condition.what,
            why: "It may still be arriving. A sync on a machine that has its events writes it again.",
            command: followup("sync", folder.path)))
        continue
      }
      let isSegment = SegmentName.isSegment(note.path)
      add(
        Diagnostic(
          "segment-damaged", .warning, about: full, what: condition.what,
          why: isSegment
            ? "The next sync of any machine that has its events, including this one, writes it again."
            : "It is a copy made by the sync program. Its sound lines are already taken in.",
          command: isSegment ? followup("sync", folder.path) : "rm \(CommandLineWord.quoted(full))"))
    }
    for note in (try? FolderContents(of: DiskFolder(path: folder.path)))?.obstacles ?? [] {
      add(
        Diagnostic(
          "folder-obstacle", .warning, about: "\(folder.path)/\(note.path)", what: note.reason,
          why: "Sync neither reads nor writes what it points to."))
    }
  }
}
