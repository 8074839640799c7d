import FollowUp
import FollowUpFormats

/// What is said of an import's numbers.
package enum ImportFormatter {
  /// `400 applications`, `12 replies`: in the order of their kinds.
  package static func new(_ new: [String: Int]) -> [String] {
    new.sorted { $0.key < $1.key }.map { kind, count in
      let plural = kind == "reply" ? "replies" : "\(kind)s"
      return "\(count) \(count == 1 ? kind : plural)"
    }
  }

  package static func remark(_ remark: RowRemark, _ count: Int) -> String {
    let rows = Plural.of(count, "row")
    switch remark {
    case .noDay: return "\(rows) without a date of application: imported as leads"
    case .unknownStatus(let text):
      return "\(rows) with the unknown status “\(text)”; kept as it is"
    case .undatedStatus(let text):
      return
        "\(rows) with the status “\(text)” but no date; kept as it is (followup log interview APP --at "
        + "DAY, or followup close APP, records more)"
    case .alike(let title, let id):
      return
        "\(rows) kept apart from \(title) [\(ShortID.shortID(id))], which exists already and was sent on another "
        + "day; if they are the same, followup retract one of them"
    case .namelessContact: return "\(rows) with an address or a number but no name, which are left out"
    }
  }
}
