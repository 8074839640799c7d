/// The database's schema: the numbered SQL files of this folder, in the order in which they are applied.
///
/// A file is never edited once it has landed; a change is a further file.
public enum Schema {
  /// Each version's SQL; the first is version 1. Applied in order, each in a transaction of its own.
  public static let versions: [[UInt8]] = [
    PackageResources.v0001_log_sql, PackageResources.v0002_folders_sql, PackageResources.v0003_search_sql,
  ]
}
