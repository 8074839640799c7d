import CivilTime
import EventLog
import FollowUp
import TestSupport
import Testing

@testable import FollowUpFormats

@Suite struct TableTests {
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
    let application = try acme(["closed_on": "2026-11-05"])
    let names = try names(application)
    let row = ApplicationTable.row(
      try status(of: application), id: "225675", next: nil)
    #expect(row.map(\.key) == ApplicationTable.columns)
    let contact = try #require(names.contact(Self.person))
    #expect(ContactTable.row(of: contact, names: names).map(\.key) == ContactTable.columns)
    #expect(TimelineTable.row(of: try touch("call"), names: names).map(\.key) == TimelineTable.columns)
    #expect(TimelineTable.applied(application)?.map(\.key) == TimelineTable.columns)
    #expect(TimelineTable.closed(application)?.map(\.key) == TimelineTable.columns)
  }

  @Test func valuesOfAnotherKindAreShownAsTheyAre() throws {
    var state = try acme().state
    state.values["role"] = JSONValue(integer: 7)
    state.values["applied_on"] = JSONValue("soon")
    let application = try #require(Application(state))
    let row = ApplicationTable.row(
      try status(of: application), id: "225675", next: nil)
    #expect(row.first { $0.key == "role" }?.value.csv == "7")
    #expect(row.first { $0.key == "applied_on" }?.value.csv == "soon")
    #expect(row.first { $0.key == "note" }?.value.json == .null)
    let odd = try touch("call", ["at": "last spring"])
    #expect(TimelineTable.row(of: odd, names: try names(application)).first?.value.csv == "last spring")
  }
}
