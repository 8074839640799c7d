import EventLog

/// A row of the log, or of what waits, found in the bytes of a database by the line in it: what stands before the line
/// says how long it is and which hash it was stored under. Nothing else of the database needs to be sound.
///
/// The layout is SQLite's, https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1: a record is the size of its
/// header, a type for each column, and the columns; of a long one only the beginning is in the page of its table, and the
/// rest in a list of pages of its own.
struct RawRecord {
  /// Where the record begins.
  let start: Int
  /// Its length.
  let length: Int
  /// Where the line begins, within the record.
  let lineStart: Int
  /// Whether it is of the table `waiting`, which is kept as an index: of such records less stays in the page.
  let isWaiting: Bool
  /// The first 8 bytes of the hash that it was stored under.
  let hashPrefix: Int64

  /// The records that may stand there, by what is before a line: seldom more than one.
  ///
  /// - Parameters:
  ///   - line: where the line begins.
  ///   - bytes: a piece of the database.
  static func candidates(before line: Int, in bytes: [UInt8]) -> [RawRecord] {
    var found: [RawRecord] = []
    for isWaiting in [false, true] {
      // The size, the types of the columns before the line, and one to four bytes for the line's own.
      for header in isWaiting ? 6...9 : 7...10 {
        for columns in isWaiting ? 100...108 : 0...32 {
          let start = line - header - columns
          guard start >= 0, bytes[start] == UInt8(header) else { continue }
          guard let record = read(start, header, columns, isWaiting, bytes) else { continue }
          found.append(
            RawRecord(
              start: start, length: header + columns + record.length, lineStart: header + columns,
              isWaiting: isWaiting, hashPrefix: record.hash))
        }
      }
    }
    return found
  }

  private static func read(
    _ start: Int, _ header: Int, _ columns: Int, _ isWaiting: Bool, _ bytes: [UInt8]
  ) -> (length: Int, hash: Int64)? {
    // A column that is the row's number is stored as null. The two hashes of what waits are blobs of 32 bytes, its
    // device is a text of 36.
    let before = 1 + (isWaiting ? 4 : 5)
    let types = bytes[start + 1..<start + before]
    let sizes = types.map(size)
    guard sizes.allSatisfy({ $0 != nil }), sizes.reduce(0, { $0 + ($1 ?? 0) }) == columns else { return nil }
    if isWaiting {
      guard types.elementsEqual([76, 85, bytes[start + 3], 76]) else { return nil }
    } else {
      guard types.first == 0, types.dropFirst().allSatisfy({ $0 <= 9 }) else { return nil }
    }
    var position = start + before
    var type = 0
    while position < start + header {
      let byte = bytes[position]
      position += 1
      type = type << 7 | Int(byte & 0x7f)
      if byte & 0x80 == 0 { break }
    }
    guard position == start + header, type >= 13, type % 2 == 1, (type - 13) / 2 <= LineScanner.lengthMax else {
      return nil
    }
    let body = start + header
    let skipped = isWaiting ? 0 : sizes[..<3].reduce(0) { $0 + ($1 ?? 0) }
    let count = isWaiting ? 8 : sizes[3] ?? 0
    return ((type - 13) / 2, integer(bytes[body + skipped..<body + skipped + count], types[start + 4]))
  }

  /// How many bytes a column of a type takes; nil for what no column here is.
  private static func size(_ type: UInt8) -> Int? {
    switch type {
    case 0...4: Int(type)
    case 5: 6
    case 6: 8
    case 8, 9: 0
    case 76: 32
    case 85: 36
    default: nil
    }
  }

  /// A whole number as SQLite stores it: big-endian, with as few bytes as hold it.
  private static func integer(_ bytes: ArraySlice<UInt8>, _ type: UInt8) -> Int64 {
    guard let first = bytes.first else { return type == 9 ? 1 : 0 }
    return bytes.dropFirst().reduce(Int64(Int8(bitPattern: first))) { $0 << 8 | Int64($1) }
  }

  /// How many bytes of the record stay in the page of its table.
  ///
  /// - Parameter usable: the bytes of a page.
  func local(usable: Int) -> Int {
    let most = isWaiting ? (usable - 12) * 64 / 255 - 23 : usable - 35
    guard length > most else { return length }
    let least = (usable - 12) * 32 / 255 - 23
    let some = least + (length - least) % (usable - 4)
    return some <= most ? some : least
  }
}
