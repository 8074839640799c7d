/// What people call the clocks of places beside an hour: `10:00 PT`, `15:00 CET`, `2pm eastern time`.
///
/// Abbreviations are those of the time zone database (files `northamerica`, `europe`, `asia`, `australasia`, `africa`), and
/// the short ones without S or D that are usual in North America; the European ones stand for the places that the database links
/// them to, as for the zone of a machine (``ZoneNames/abbreviations``). An abbreviation stands for its place, not for an offset: who
/// says `EST` in July means the clock there.
enum ZoneAbbreviations {
  /// The places that may be meant by a lower-case abbreviation, the likeliest first; none where it is none.
  static func places(_ text: String) -> [String] {
    for (abbreviations, places) in table where abbreviations.contains(text) { return places }
    return []
  }

  private static let table: [(abbreviations: Set<String>, places: [String])] = [
    (["pt", "pst", "pdt", "pacific"], ["America/Los_Angeles"]), (["mt", "mst", "mdt", "mountain"], ["America/Denver"]),
    (["et", "est", "edt", "eastern"], ["America/New_York"]), (["ct", "cdt", "central"], ["America/Chicago"]),
    (["cst"], ["America/Chicago", "Asia/Shanghai"]), (["akt", "akst", "akdt"], ["America/Anchorage"]),
    (["hst", "hdt"], ["Pacific/Honolulu"]), (["ast"], ["America/Halifax", "Asia/Riyadh"]),
    (["adt"], ["America/Halifax"]),
    (["nst", "ndt"], ["America/St_Johns"]), (["utc", "gmt"], ["UTC"]), (["bst"], ["Europe/London", "Asia/Dhaka"]),
    (["wet", "west"], ["Europe/Lisbon"]), (["cet", "cest", "mez", "mesz"], ["Europe/Brussels"]),
    (["eet", "eest"], ["Europe/Athens"]), (["msk"], ["Europe/Moscow"]),
    (["ist"], ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]), (["idt"], ["Asia/Jerusalem"]),
    (["pkt"], ["Asia/Karachi"]), (["jst"], ["Asia/Tokyo"]), (["kst"], ["Asia/Seoul"]), (["hkt"], ["Asia/Hong_Kong"]),
    (["sgt"], ["Asia/Singapore"]), (["awst"], ["Australia/Perth"]), (["acst", "acdt"], ["Australia/Adelaide"]),
    (["aest", "aedt"], ["Australia/Sydney"]), (["nzt", "nzst", "nzdt"], ["Pacific/Auckland"]),
    (["sast"], ["Africa/Johannesburg"]), (["eat"], ["Africa/Nairobi"]), (["wat"], ["Africa/Lagos"]),
  ]
}
