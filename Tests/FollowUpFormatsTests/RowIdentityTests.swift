import EventLog
import Testing

@testable import FollowUpFormats

/// What rows are called is recorded for good: these are from Python's `uuid`, and never change.
@Suite struct RowIdentityTests {
  @Test func theRecordOfAKeyIsTheSameForEver() {
    let job = RowIdentity.application(
      source: "linkedin", company: "Larkspur Mutual", role: "Clerk",
      url: "https://www.linkedin.com/jobs/view/3812345601")
    #expect(RowIdentity.record(job).text == "f863560a-1885-50b4-9262-dbfd90f78cb2")
    let plain = RowIdentity.application(
      source: "table", company: "  Tamarind  CAF\u{c9} ", role: "Shift lead", url: nil)
    #expect(RowIdentity.record(plain).text == "c4548081-19fe-5525-969c-b9912082c390")
    #expect(RowIdentity.record(plain, ordinal: 2).text == "c5fc73f0-d3e7-505a-bc3b-673414443638")
    let person = RowIdentity.contact(
      source: "table", name: "Maya Trent", company: nil, email: "Maya@Example.org", url: "")
    #expect(RowIdentity.record(person).text == "99243940-f48e-59fa-a684-d77abac83974")
    #expect(RowIdentity.part("reply", of: RowIdentity.record(job)).text == "68721cbc-f539-5c47-99d1-c6ec89c636c2")
  }

  @Test(arguments: [
    ("https://www.linkedin.com/jobs/view/3812345601", "linkedin.com/jobs/3812345601", true),
    ("https://de.linkedin.com/jobs/view/clerk-at-x-3812345601/?trk=public#top", "linkedin.com/jobs/3812345601", true),
    ("https://www.linkedin.com/jobs/search/?currentJobId=3812345601&f=1", "linkedin.com/jobs/3812345601", true),
    (" HTTP://Jobs.Example.org/Acme/448812/?utm_source=x&b=2&a=1#apply ", "jobs.example.org/Acme/448812?a=1&b=2", true),
    ("plumtree.example.org/careers/", "plumtree.example.org/careers", false),
    ("https://uk.linkedin.com/in/maya-trent/", "linkedin.com/in/maya-trent", false),
    ("https://notlinkedin.com/jobs/view/3812345601", "notlinkedin.com/jobs/view/3812345601", true),
    ("https://example.org", "example.org", false), ("https://example.org?", "example.org", false),
  ])
  func anAddressIsWithoutWhatDiffersBetweenCopies(_ text: String, _ address: String, _ isOfOneJob: Bool) {
    let found = JobAddress(text)
    #expect(found?.text == address && found?.isOfOneJob == isOfOneJob)
  }

  @Test(arguments: [
    "", " ", "n/a", "see mail", "maya@example.org", "mailto:maya@example.org", "ftp://example.org/1234", "://", "?",
    "#",
    "https://",
  ])
  func whatIsNoAddressIsNone(_ text: String) { #expect(JobAddress(text) == nil) }
}
