import ArgumentParser
import CivilTime
import FollowUp
import FollowUpAdvice
import FollowUpKit

/// `list`
struct ListCommand: FollowupCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the applications.",
    discussion: """
      followup list --due
      followup list --silent-for 2w --sort silent
      followup list --stage interviewed --stage promised
      followup list --company acme --all
      The most recently touched come first. With several filters, an application must match all of them. --json also lists \
      closed applications, with their stage. An application is silent since they were last heard from (an answer, a call \
      they took, an interview, a word on when), or since you applied.
      """)

  @Flag(help: "Include closed and retracted applications.") var all = false
  @Option(
    help: ArgumentHelp(
      "Only applications at this stage, including closed ones: \(Self.stages). May be repeated.", valueName: "stage"),
    completion: ListCommand.stageNames)
  var stage: [String] = []
  @Flag(help: "Only applications with something due today, as next decides.") var due = false
  @Option(
    help: ArgumentHelp(
      "Only applications silent for at least this long: 10d, 2w, 1m, 5bd (working days).", valueName: "time"))
  var silentFor: String?
  @Option(help: ArgumentHelp("Only employers whose name contains this.", valueName: "text"), completion: .employers)
  var company: String?
  @Option(help: ArgumentHelp("Only applications that follow this playbook.", valueName: "name"), completion: .playbooks)
  var playbook: String?
  @Option(
    help: ArgumentHelp(
      "Only applications that this device wrote to, given by its name or the end of its id.", valueName: "device"),
    completion: .devices)
  var device: String?
  @Option(
    help: ArgumentHelp(
      "Sort order: \(ListOrder.allCases.map(\.rawValue).joined(separator: ", ")) (default: touched).",
      valueName: "order"
    ), completion: ListCommand.orderNames)
  var sort: String?
  @Flag(help: "Reverse the order.") var reverse = false
  @OptionGroup var asOf: AsOfOption
  @OptionGroup var options: GlobalOptions
  static let isPaged = true

  private static let stages = Stage.allCases.map { $0.label.swapping(" ", for: "-") }.joined(separator: ", ")

  func run(_ session: Session) throws {
    // What is wrong anywhere is said before the store is looked at.
    var request = ApplicationList.Request()
    request.isReversed = reverse
    request.isShowingAll = all
    request.isWhole = session.format == .json
    request.order = try sort.map(Self.order) ?? .touched
    request.filter.stages = Set(
      try stage.flatMap { try $0.split(separator: ",").map { try ListFilter.stage(String($0)) } })
    request.filter.isDue = due
    request.filter.silence = try silentFor.map { try SilenceLength($0) }
    request.filter.company = company
    guard let store = try session.openStoreIfAny() else { return ListView.printNothing(session) }
    defer { try? store.close() }
    try session.read(store, asOf) { query in
      if let playbook {
        let shelf = PlaybookShelf(own: try query.reader.records(ofType: PlaybookShelf.recordType))
        request.filter.playbook = try ListFilter.playbook(playbook, shelf)
      }
      request.filter.device = try device.map { try query.device($0) }
      ListView(listing: try ApplicationList(query, request), request: request).print(session)
    }
  }

  private static func order(_ text: String) throws -> ListOrder {
    if let order = ListOrder(rawValue: text.lowercased()) { return order }
    throw CommandFailure.unknownWord(
      "--sort: no sort order", text, among: ListOrder.allCases.map(\.rawValue))
  }
}
