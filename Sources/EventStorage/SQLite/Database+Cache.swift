import GRDB

extension Database {
  /// How much memory SQLite may keep of a database's pages.
  enum PageCache: Int {
    /// For reading, and for a few events: SQLite's own choice.
    case usual = 2_000
    /// For rows that only come at the ends of their tables.
    case appending = 4_000
    /// For sorting, and for indexes whose pages are met in no order.
    case large = 20_000
  }

  /// Sets the size of the page cache, in KiB of ``PageCache``.
  func setPageCache(_ size: PageCache) throws {
    try execute(sql: "PRAGMA cache_size = -\(size.rawValue)" + (size == .usual ? "; PRAGMA shrink_memory" : ""))
  }
}
