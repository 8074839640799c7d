/// What is known of the names of zones themselves.
enum ZoneNames {
  /// What may be meant by a name that there is not: those that hold it, else those whose city is spelt nearly so, in the
  /// area that was named.
  static func suggestions(for name: String, among names: [String]) -> [String] {
    let wanted = Folding.fold(name).swapping(" ", for: "_")
    // Shorter texts are abbreviations such as EST, which no city is near to.
    guard wanted.count >= 4, wanted.count <= 64 else { return [] }
    let places = names.filter { $0.contains("/") && !$0.hasPrefix("Etc/") }.sorted()
    let containing = places.filter { $0.lowercased().contains(wanted) }
    if !containing.isEmpty { return Array(containing.prefix(3)) }
    let parts = wanted.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let city = parts.last, city.count >= 4 else { return [] }
    let area = parts.count > 1 ? parts[0] : nil
    let limit = city.count < 9 ? (city.count < 5 ? 1 : 2) : 3
    let near = places.compactMap { known -> (name: String, distance: Int)? in
      let knownParts = known.lowercased().split(separator: "/").map(String.init)
      guard let knownCity = knownParts.last else { return nil }
      if let area, Nearest.distance(area, knownParts[0]) > 2 { return nil }
      let distance = Nearest.distance(knownCity, city)
      return distance <= limit ? (known, distance) : nil
    }
    return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(3).map(\.name)
  }

  /// The places of the zones that are called by their abbreviations, as the time zone database links them since its
  /// release 2024b (file `backward`).
  static let abbreviations = [
    "EST5EDT": "America/New_York", "CST6CDT": "America/Chicago", "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles", "EST": "America/Panama", "MST": "America/Phoenix", "HST": "Pacific/Honolulu",
    "CET": "Europe/Brussels", "MET": "Europe/Brussels", "EET": "Europe/Athens", "WET": "Europe/Lisbon",
    "UCT": "UTC", "Universal": "UTC", "Zulu": "UTC", "Greenwich": "GMT", "GMT0": "GMT", "GMT+0": "GMT", "GMT-0": "GMT",
  ]
}
