import CivilTime
import EventLog
import FollowUp
import TestSupport
import Testing

@testable import FollowUpReport

@Suite struct SearchProofTests {
  private static let application = RecordID("01a0c6a5-82c3-78a7-a32d-2835d6225675")
  private static let person = RecordID("01a0ee25-6fea-7de3-a17b-cd0ced038db4")

  private func state(_ id: RecordID?, _ values: [String: String]) throws -> RecordState {
    RecordState(id: try #require(id), values: values.mapValues { JSONValue($0) })
  }

  private func acme(_ more: [String: String] = [:]) throws -> Application {
    let values = ["type": "application", "company": "Acme", "role": "Clerk", "applied_on": "2026-11-02"]
    return try #require(Application(try state(Self.application, values.merging(more) { $1 })))
  }

  private func names(_ application: Application, _ contact: [String: String] = [:]) throws -> ReferenceIndex {
    let values = ["type": "contact", "name": "Ann", "company": "Acme"].merging(contact) { $1 }
    return ReferenceIndex(
      applications: [application], contacts: [try #require(Contact(try state(Self.person, values)))])
  }

  private func touch(_ type: String, _ more: [String: String] = [:]) throws -> RecordState {
    let values = [
      "type": type, "at": "2026-11-03", "application": Self.application?.text ?? "", "contact": Self.person?.text ?? "",
    ]
    return try state(RecordID("01a18d11-9214-7c79-b4eb-77322c33be0a"), values.merging(more) { $1 })
  }

  private func status(of application: Application, _ records: [RecordState] = []) throws -> ApplicationStatus {
    try TestZones.context("2026-11-20").status(
      of: ApplicationRecords(application, records: records, contacts: ContactBook(records)))
  }

  @Test func rowsHaveTheirColumns() throws {
    let row = SearchProof.row(of: try touch("call"), names: try names(try acme()), clock: try TestZones.clock())
    #expect(row?.cells.count == SearchProof.columns.count)
  }

  @Test(arguments: [
    "call outcome=voicemail → telephone: left a voicemail", "call outcome=no_answer → telephone: nobody answered",
    "call outcome=spoke direction=in → telephone, they called: spoke",
    "call outcome=screened → telephone: not put through",
    "call → telephone: called", "email outcome=sent → e-mail: sent", "email direction=in → e-mail from them: received",
    "email outcome=bounced → e-mail: not delivered", "letter → letter: sent", "message outcome=read → message: read",
    "thank_you → thank-you note: sent", "interview format=video → interview, video: held",
    "interview → interview: held",
    "note text=x → -", "reply answer=offer → -", "insider_ask → -", "silence → -",
  ])
  func methodAndResult(_ sample: String) throws {
    let sides = sample.split(separator: " → ").map(String.init)
    let words = sides[0].split(separator: " ").map(String.init)
    let fields = words.dropFirst().map { $0.split(separator: "=").map(String.init) }
    let more = Dictionary(fields.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
    let row = SearchProof.row(of: try touch(words[0], more), names: try names(try acme()), clock: try TestZones.clock())
    #expect((row.map { "\($0.method): \($0.result)" } ?? "-") == sides[1])
  }

  @Test func whereTheyAreReached() throws {
    let application = try acme(["location": "Joliet", "url": "https://example.org/job"])
    func reach(_ type: String, _ contact: [String: String], _ more: [String: String] = [:]) throws -> String? {
      SearchProof.row(of: try touch(type, more), names: try names(application, contact), clock: try TestZones.clock())?
        .reach
    }
    let whole = ["phone": "312-555-0100", "direct_line": "312-555-0101", "email": "ann@example.org"]
    #expect(try reach("call", whole) == "312-555-0101")
    #expect(try reach("call", ["phone": "312-555-0100", "direct_line": "yes"]) == "312-555-0100")
    #expect(try reach("email", whole) == "ann@example.org")
    #expect(try reach("call", [:]) == "Joliet")
    #expect(try reach("interview", ["phone": "312-555-0100"], ["with": Self.person?.text ?? ""]) == "Joliet")
    #expect(
      try reach("interview", ["phone": "312-555-0100"], ["with": Self.person?.text ?? "", "format": "Phone"])
        == "312-555-0100")
    #expect(
      SearchProof.row(sent: try status(of: application))?.reach == "https://example.org/job")
  }

  @Test func whatCameOfAnApplication() throws {
    func result(_ records: RecordState...) throws -> String? {
      SearchProof.row(sent: try status(of: try acme(), records))?.result
    }
    let answered = try touch("email", ["direction": "in"])
    let interview = try touch("interview", ["at": "2026-11-09"])
    #expect(try result() == "no answer")
    #expect(try result(try touch("call", ["outcome": "voicemail"])) == "no answer")
    #expect(try result(answered) == "answered on 2026-11-03, no decision")
    #expect(try result(answered, interview) == "interview on 2026-11-09")
    #expect(try result(try touch("interview", ["at": "2026-11-30"])) == "no answer")
    #expect(
      try result(interview, try touch("reply", ["at": "2026-11-12", "answer": "rejected"])) == "declined on 2026-11-12")
    // A table may say that it is decided, and not when.
    #expect(try result(try touch("reply", ["at": "", "answer": "rejected"])) == "declined")
    #expect(try result(try touch("reply", ["answer": "offer"])) == "offer on 2026-11-03")
    #expect(try result(try touch("reply", ["answer": "filled"])) == "position filled, told on 2026-11-03")
    #expect(try result(try touch("reply", ["answer": "pending"])) == "answered on 2026-11-03, no decision")
    #expect(
      try SearchProof.row(sent: status(of: acme(["applied_on": ""]))) == nil)
    #expect(
      try SearchProof.row(sent: status(of: acme(["company": ""]))) == nil)
  }
}
