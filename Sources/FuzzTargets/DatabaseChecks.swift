import EventLog
import EventStorage
import EventSync
import TestSupport

/// A store whose cells and schema somebody has changed, read in every way that there is.
enum DatabaseChecks {
  static func check(_ input: [UInt8]) throws {
    let place = try TemporaryFolder(inMemory: true)
    let path = place.file("hostile.db")
    try sample.put(at: path)
    var random = InputGenerator(input)
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      if Bool.random(using: &random) {
        _ = try HostileDatabase.spoilCell(at: path, using: &random)
      } else if try HostileDatabase.spoilSchema(at: path, using: &random) != nil {
        break
      }
    }
    try ReadingPaths(path, in: place).check()
  }

  /// Made once: each input changes a copy.
  static let sample = Result { try HostileDatabase.sample() }
}

/// A store with damaged pages, read in every way that there is.
enum PageChecks {
  static func check(_ input: [UInt8]) throws {
    let place = try TemporaryFolder(inMemory: true)
    let path = place.file("damaged.db")
    var random = InputGenerator(input)
    var bytes = try DatabaseChecks.sample.get()
    HostileDatabase.spoilBytes(&bytes, using: &random)
    try Platform.replaceFile(path, with: bytes, temporary: path + ".new", durable: false)
    try ReadingPaths(path, in: place).check()
  }
}

extension Result where Success == [UInt8] {
  fileprivate func put(at path: String) throws {
    try Platform.replaceFile(path, with: get(), temporary: path + ".new", durable: false)
  }
}

/// Every way in which the libraries read a store. Each must end, with a result or with a `StoreError` that says something.
struct ReadingPaths {
  private let path: String
  private let place: TemporaryFolder
  private let environment: StoreEnvironment

  init(_ path: String, in place: TemporaryFolder) {
    self.path = path
    self.place = place
    environment = .fixed(anchorDirectory: place.file("anchors"))
  }

  func check() throws {
    try attempt("verify") { _ = try EventStore.verify(path) }
    try attempt("examine") {
      _ = try StoreExamination.schema(of: path, environment: environment)
      _ = try StoreExamination.oddities(in: path, environment: environment)
      _ = try StoreExamination.damage(in: path, environment: environment)
    }
    try attempt("open for reading") {
      let store = try EventStore(readingAt: path, environment: environment)
      defer { try? store.close() }
      try read(store)
    }
    try attempt("verify in words") {
      _ = try StoreVerification(of: path, environment: environment) { body in
        let scratch = try EventStore(
          creatingAt: place.file("scratch.db"), environment: environment, connections: .single)
        defer { try? scratch.close() }
        return try body(scratch)
      }
    }
    try attempt("merge") {
      let store = try EventStore(creatingAt: place.file("mine.db"), environment: environment, connections: .single)
      defer { try? store.close() }
      let report = try store.ingest([StoreLineSource(path: path, into: store)])
      try expect(report.refusals.allSatisfy { !$0.reason.isEmpty }, "a refusal without a reason")
      try expect(
        try EventStore.verify(store.path, isOwn: true).problems.isEmpty, "the store that took it in is damaged")
    }
    for isPartial in [false, true] {
      try attempt("restore") {
        var options = Restoration.Options()
        (options.isDryRun, options.isPartial) = (true, isPartial)
        _ = try Restoration(over: place.file("new.db"), environment: environment, options: options).run(.store(path))
      }
    }
    try attempt("salvage") { _ = try Salvage(of: path, environment: environment).run(into: place.file("salvaged.db")) }
    // Last, for they write.
    try attempt("mend") { _ = try StoreMending(of: path, environment: environment).run() }
    try attempt("open") {
      let store = try EventStore(openingAt: path, environment: environment, connections: .single)
      defer { try? store.close() }
      try attempt("append") {
        _ = try store.append([Draft(record: environment.newIdentifier(), set: ["type": "note", "text": "new"])])
      }
      try read(store)
      try attempt("back up") { _ = try store.backup(to: place.file("backup.db")) }
      try attempt("rebuild") { try store.rebuild() }
    }
  }

  private func read(_ store: EventStore) throws {
    func each(_ name: String, _ body: (StoreReader) throws -> Void) throws {
      try attempt(name) { try store.read(body) }
    }
    try each("status") { _ = try $0.status() }
    try each("state lines") { try $0.forEachStateLine { _ in } }
    try each("export") { try $0.exportLog { _ in } }
    try each("conflicts") { _ = (try $0.conflicts(), try $0.conflictCount()) }
    try each("the log") { _ = (try $0.outline(), try $0.headVersions(), try $0.lastWritten(), try $0.waitingEvents()) }
    try each("folders") { reader in
      for folder in try reader.folders() { _ = try reader.folder(locationID: folder.locationID) }
      _ = try reader.acks()
    }
    try each("commands") { reader in
      for command in try reader.commands(while: { $1 < 5 }) { _ = try reader.undoPlan(for: command.step) }
    }
    try each("histories") { reader in
      for record in try reader.records() {
        for value in record.values.values { _ = (value.displayed, value.array, value.object, value.number, value.bool) }
        _ = (try reader.history(of: record.id), try reader.events(of: record.id))
      }
    }
    try each("chosen") { reader in
      try reader.forEachState(ofTypes: ["note"], fields: ["text"]) { _ in }
      try reader.forEachRecord(of: [(type: "note", fields: ["text"])]) { number, _, _ in
        _ = (try reader.record(number: number), try reader.recordID(number: number))
      }
      for device in Set(try reader.outline().branches.map(\.device)) {
        _ = (try reader.records(writtenBy: device), try reader.adoptionPlan(of: device))
      }
    }
    try each("search") { _ = try $0.search(SearchQuery(["voicemail"])) }
    try attempt("the past") {
      try store.read(asOf: HybridTimestamp(milliseconds: 1_780_000_000_003, counter: 0) ?? .greatest) {
        _ = try $0.digest()
      }
    }
    try attempt("the writer") { _ = (try store.writerHere(), try store.writerStanding()) }
  }

  private func attempt(_ name: String, _ body: () throws -> Void) throws {
    do { try body() } catch let error as StoreError {
      try expect(!error.message.isEmpty, "\(name) says nothing")
    } catch let finding as FuzzFinding { throw finding } catch {
      throw FuzzFinding(description: "\(name) throws what is no error of a store: \(error)")
    }
  }
}
