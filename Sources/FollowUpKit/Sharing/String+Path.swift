extension String {
  /// The directory that a path lies in.
  package var parentDirectory: String {
    let path = hasSuffix("/") && count > 1 ? String(dropLast()) : self
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
