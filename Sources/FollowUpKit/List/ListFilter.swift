import CivilTime
import EventLog
import EventStorage
import FollowUp
import FollowUpAdvice

/// Which applications a list is to show; what is not asked for lets all through.
package struct ListFilter {
  package var stages: Set<Stage> = []
  package var isDue = false
  package var silence: SilenceLength?
  package var company: String?
  package var playbook: String?
  package var device: DeviceID?

  /// Lets all through.
  package init() {}

  /// Whether anything was asked for.
  package var isNarrowing: Bool {
    !stages.isEmpty || isDue || silence != nil || company != nil || playbook != nil || device != nil
  }

  /// Whether an application is asked for.
  func admits(_ row: ApplicationList.Row, today: CivilDate) -> Bool {
    if !stages.isEmpty, !stages.contains(row.stage) { return false }
    if isDue, row.isDue != true { return false }
    if let silence {
      guard let period = row.silence, silence.hasPassed(period, today: today) else { return false }
    }
    if let company {
      let name = row.application.company.map { Folding.fold($0) } ?? ""
      guard name.contains(Folding.fold(company)) else { return false }
    }
    if let playbook, row.playbook != playbook { return false }
    if let device, !row.devices.contains(device) { return false }
    return true
  }
}

/// The order of a list.
package enum ListOrder: String, CaseIterable {
  case touched, company, stage, due, silent, applied

  /// The rows in this order; equals in the usual one.
  func sorted(_ rows: [ApplicationList.Row]) -> [ApplicationList.Row] {
    func key(_ row: ApplicationList.Row) -> (Int, String, String) {
      switch self {
      case .touched: (0, "", "")
      case .company:
        (0, Folding.fold(row.application.company ?? ""), Folding.fold(row.application.role ?? ""))
      case .stage: (Stage.allCases.firstIndex(of: row.stage) ?? Stage.allCases.count, "", "")
      case .due: (row.isDue == true ? .min : row.nextOn?.dayNumber ?? .max, "", "")
      case .silent: (row.silence?.since.dayNumber ?? .max, "", "")
      case .applied: (-(row.application.appliedOn?.dayNumber ?? CivilDate.first.dayNumber), "", "")
      }
    }
    // Folding is worth doing once.
    return rows.enumerated().map { (key: key($0.element), offset: $0.offset, row: $0.element) }
      .sorted { ($0.key.0, $0.key.1, $0.key.2, $0.offset) < ($1.key.0, $1.key.1, $1.key.2, $1.offset) }.map(\.row)
  }
}
