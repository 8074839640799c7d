import GRDB

extension Configuration {
  /// For a file that nobody else knows of yet: it is synced when it is whole, and thrown away when it is not to be.
  static var scratch: Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.label = "followup"
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    }
    return configuration
  }
}
