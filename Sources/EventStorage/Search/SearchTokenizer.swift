import GRDB
import GRDBSQLite

/// Takes texts apart into words as the search index does: by FTS5's own tokenizer, which is asked directly.
final class SearchTokenizer {
  /// The tokenizer of the index, as `Schema/v0003_search.sql` names it.
  private static let name = "unicode61"
  private static let options = ["remove_diacritics", "2"]

  /// The words of a text, in order.
  struct Words {
    /// Each as the index holds it: without case, and without marks on letters.
    fileprivate(set) var folded: [ArraySlice<UInt8>] = []
    /// Where each stands, in bytes of the text.
    fileprivate(set) var ranges: [Range<Int>] = []
  }

  private var methods = fts5_tokenizer()
  private var tokenizer: OpaquePointer?

  /// - Parameter db: used no longer than the connection is open.
  /// - Throws: `DatabaseError` where this SQLite has no full-text search.
  init(_ db: Database) throws {
    guard let api = try Self.api(db) else {
      throw DatabaseError(resultCode: .SQLITE_ERROR, message: "no such module: fts5")
    }
    var context: UnsafeMutableRawPointer?
    var code = api.pointee.xFindTokenizer(api, Self.name, &context, &methods)
    if code == SQLITE_OK {
      let options = Self.options.map { option in
        let bytes = UnsafeMutableBufferPointer<CChar>.allocate(capacity: option.utf8.count + 1)
        _ = bytes.initialize(from: option.utf8CString)
        return bytes
      }
      defer { for option in options { option.deallocate() } }
      var arguments = options.map { UnsafePointer($0.baseAddress) }
      code = methods.xCreate(context, &arguments, Int32(arguments.count), &tokenizer)
    }
    guard code == SQLITE_OK else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: "no tokenizer \(Self.name)")
    }
  }

  deinit { if let tokenizer { methods.xDelete(tokenizer) } }

  /// What SQLite hands to whoever extends its full-text search.
  private static func api(_ db: Database) throws -> UnsafeMutablePointer<fts5_api>? {
    let statement = try db.makeStatement(sql: "SELECT fts5(?1)")
    // SQLite keeps the name's address, not a copy.
    let type: StaticString = "fts5_api_ptr"
    var api: UnsafeMutablePointer<fts5_api>?
    withExtendedLifetime(statement) {
      withUnsafeMutablePointer(to: &api) { target in
        let pointer = statement.sqliteStatement
        sqlite3_bind_pointer(
          pointer, 1, target, UnsafeRawPointer(type.utf8Start).assumingMemoryBound(to: CChar.self), nil)
        sqlite3_step(pointer)
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
      }
    }
    return api
  }

  /// The words of a text in UTF-8.
  func words(of text: [UInt8]) throws -> Words {
    var words = Words()
    let code = text.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        withUnsafeMutablePointer(to: &words) { target in
          methods.xTokenize(
            tokenizer, target, FTS5_TOKENIZE_DOCUMENT, characters.baseAddress, Int32(clamping: characters.count)
          ) { context, _, token, count, start, end in
            guard let context, let token else { return SQLITE_ERROR }
            let words = context.assumingMemoryBound(to: Words.self)
            words.pointee.folded.append(
              ArraySlice(UnsafeRawBufferPointer(start: token, count: Int(count))))
            words.pointee.ranges.append(Int(start)..<Int(end))
            return SQLITE_OK
          }
        }
      }
    }
    guard code == SQLITE_OK else {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: "a text cannot be split into words")
    }
    return words
  }
}
