/// The pages of a database file and of its write-ahead log, by number: where a long record goes on.
final class RawPages {
  /// The database, its write-ahead log and its journal, as far as they are there.
  let files: [RawFile]
  private let database: RawFile?
  private let log: RawFile?
  /// Bytes of a page.
  let size: Int
  /// Bytes of a page that hold data.
  let usable: Int
  /// Where the last copy of a page stands in the write-ahead log.
  private var inLog: [Int: Int] = [:]

  /// The size of a page that SQLite chooses where nobody says otherwise.
  private static let usual = 4_096
  private static let frameHeader = 24
  private static let logHeader = 32

  init(_ path: String) {
    database = RawFile(path)
    log = RawFile(path + "-wal")
    files = [database, log, RawFile(path + "-journal")].compactMap(\.self)
    let header = database?.read(0..<100) ?? []
    let logHeader = log?.read(0..<Self.logHeader) ?? []
    func sound(_ size: Int) -> Int? { size >= 512 && size <= 65_536 && size & (size - 1) == 0 ? size : nil }
    var found: Int?
    var reserved = 0
    if header.count == 100, header.starts(with: "SQLite format 3".utf8) {
      let size = Int(header[16]) << 8 | Int(header[17])
      found = sound(size == 1 ? 65_536 : size)
      if found != nil { reserved = Int(header[20]) }
    }
    if found == nil, logHeader.count == Self.logHeader { found = sound(Self.word(logHeader, 8)) }
    size = found ?? Self.usual
    // SQLite keeps at least 480 bytes of a page for data.
    usable = size - reserved >= 480 ? size - reserved : size
    if let log {
      var frame = Self.logHeader
      while frame + Self.frameHeader + size <= log.size {
        inLog[Self.word(log.read(frame..<frame + 4), 0)] = frame + Self.frameHeader
        frame += Self.frameHeader + size
      }
    }
  }

  /// A page, or nil where there is none of that number.
  ///
  /// - Parameter newest: whether the copy in the write-ahead log goes first.
  func page(_ number: Int, newest: Bool) -> [UInt8]? {
    let logged = inLog[number].flatMap { start in log?.read(start..<start + size) }
    if newest, let logged { return logged }
    guard number >= 1, let database, number <= database.size / size else { return logged }
    return database.read((number - 1) * size..<number * size)
  }

  /// The rest of a record, which stands in a list of pages.
  func rest(from first: Int, count: Int, newest: Bool) -> [UInt8]? {
    var bytes: [UInt8] = []
    var number = first
    while bytes.count < count {
      guard let page = page(number, newest: newest), page.count >= usable else { return nil }
      bytes += page[4..<min(usable, 4 + count - bytes.count)]
      number = Self.word(page, 0)
    }
    return bytes
  }

  static func word(_ bytes: [UInt8], _ offset: Int) -> Int {
    guard offset + 4 <= bytes.count else { return 0 }
    return bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
