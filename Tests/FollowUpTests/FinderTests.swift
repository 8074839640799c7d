import EventLog
import FollowUp
import Testing

@Suite struct FinderTests {
  func applications() throws -> [Application] {
    try [
      application(0xa1b2c3, "Acme GmbH", "Swift Engineer"), application(0xa1b2c4, "Acme GmbH", "Product Owner"),
      application(0xfacade, "Zoë & Söhne", "C++ Developer"), application(0xbeef01, "Globex", "Swift Developer"),
      application(0xbeef02, "Glob", "Writer"),
    ]
  }

  func find(_ text: String) throws -> String {
    switch ApplicationFinder.find(text, in: try applications()) {
    case .found(let application): application.title
    case .ambiguous(let several): several.map(\.title).joined(separator: " | ")
    case .none(let suggestions): "none: " + suggestions.map(\.title).joined(separator: " | ")
    }
  }

  @Test(arguments: [
    ("globex", "Globex — Swift Developer"), ("GLOBE", "Globex — Swift Developer"), ("glob", "Glob — Writer"),
    ("owner", "Acme GmbH — Product Owner"), ("acme swift", "Acme GmbH — Swift Engineer"),
    ("swift acme", "Acme GmbH — Swift Engineer"), ("Acme GmbH — Swift Engineer", "Acme GmbH — Swift Engineer"),
    ("zoe", "Zoë & Söhne — C++ Developer"), ("ZOE\u{308}", "Zoë & Söhne — C++ Developer"),
    ("sohne", "Zoë & Söhne — C++ Developer"), ("c++", "Zoë & Söhne — C++ Developer"),
    ("acme", "Acme GmbH — Swift Engineer | Acme GmbH — Product Owner"),
    ("swift", "Acme GmbH — Swift Engineer | Globex — Swift Developer"),
    ("a1b2c3", "Acme GmbH — Swift Engineer"), ("FACADE", "Zoë & Söhne — C++ Developer"),
    ("0190000000007000800000000" + "0beef01", "Globex — Swift Developer"),
    ("01900000-0000-7000-8000-000000beef02", "Glob — Writer"),
    ("globx", "none: Globex — Swift Developer | Glob — Writer"), ("", "none: "), ("   ", "none: "),
    ("umbrella", "none: "), ("\u{301}", "none: "), ("🙂", "none: "), ("—", "none: "),
  ])
  func names(_ text: String, _ expected: String) throws {
    #expect(try find(text) == expected)
  }

  @Test func aNameThatLooksLikeAnIdIsANameFirst() throws {
    let applications = try [application(0xfacade, "Acme", "Dev"), application(1, "Facade", "Dev")]
    guard case .found(let found) = ApplicationFinder.find("facade", in: applications) else {
      Issue.record("not found")
      return
    }
    #expect(found.company == "Facade")
  }

  @Test func shortIDsGrowUntilTheyDiffer() throws {
    #expect(ShortID.shortID(id(0xa1b2c3)) == "a1b2c3")
    #expect(ShortID.shortID(id(0xa1b2c3), among: [id(0xa1b2c3), id(0xa1b2c4)]) == "a1b2c3")
    #expect(ShortID.shortID(id(0x1a1b2c3), among: [id(0x1a1b2c3), id(0x2a1b2c3)]) == "1a1b2c3")
    let twin = RecordID(high: 1, low: id(1).low)
    let short = ShortID.shortID(id(1), among: [id(1), twin])
    #expect(ShortID.names(short, id(1)))
    let several = [id(0xa1b2c3), id(0x1a1b2c3), id(0x2a1b2c3), id(1), twin, id(0xffffff)]
    let all = ShortID.shortIDs(several)
    for one in several { #expect(all[one] == ShortID.shortID(one, among: several)) }
    #expect(ShortID.shortIDs([]) == [:])
    #expect(!ShortID.names(short, twin))
    #expect(!ShortID.names("b2c3", id(0xa1b2c3)))
  }

  @Test func contactsAreFoundTheSameWay() throws {
    let contacts = Contact.all(in: [
      record(10, "contact", ["name": "Dana Smith", "company": "Acme"]), record(11, "contact", ["name": "Dana Jones"]),
      record(12, "call"), record(13, "contact", ["name": "Gone", "retracted": JSONValue(true)]),
    ])
    #expect(contacts.count == 2)
    #expect(ContactFinder.find("smith", in: contacts) == .found(contacts[0]))
    #expect(ContactFinder.find("dana", in: contacts) == .ambiguous(contacts))
    let called = Contact.all(in: [
      record(14, "contact", ["phone": "+1 (312) 555-0142"]), record(15, "contact", ["direct_line": "312-555-0143"]),
      record(16, "contact", ["phone": "112"]), record(17, "contact", ["direct_line": JSONValue(true)]),
    ])
    func numbers(_ text: String) -> [RecordID] { ContactFinder.find(number: text, in: called).map(\.id) }
    #expect(numbers("3125550142") == [id(14)])
    #expect(numbers("555-0143") == [id(15)])
    #expect(numbers("001 312 555 0143") == [id(15)])
    #expect(numbers("312-555-0143 ext. 4") == [id(15)])
    #expect(numbers("412-555-0143") == [])
    #expect(numbers("112") == [id(16)])
    #expect(numbers("0142") == [])
    #expect(numbers("") == [])
    #expect(ContactFinder.find("gone", in: contacts) == .none(suggestions: []))
  }

  @Test func numbersAreComparedByTheirDigits() throws {
    func reaches(_ one: String, _ other: String) -> Bool {
      guard let one = PhoneNumber(one), let other = PhoneNumber(other) else { return false }
      #expect(one.reaches(other) == other.reaches(one))
      return one.reaches(other)
    }
    #expect(PhoneNumber("+1 (312) 555-0124 ext. 7")?.digits == "13125550124")
    #expect(PhoneNumber("+1 (312) 555-0124 ext. 7")?.extension == "7")
    #expect(PhoneNumber("tel:+49(0)305550101;ext=12")?.digits == "49305550101")
    #expect(PhoneNumber("tel:+49(0)305550101;ext=12")?.extension == "12")
    for text in ["", "12", "none", "x99", "１２３４"] { #expect(PhoneNumber(text) == nil, "\(text)") }
    #expect(reaches("312-555-0124", "+1 312 555 0124"))
    #expect(reaches("030 5550101", "0049 30 5550101"))
    #expect(reaches("555-0124 #3", "555-0124"))
    #expect(!reaches("555-0124 #3", "555-0124 x 4"))
    #expect(!reaches("312-555-0124", "412-555-0124"))
    #expect(!reaches("55-0124", "312-555-0124"))
    #expect(!reaches("5550124", "99999999999995550124"))
    for (text, isNumber) in [
      ("312-555-0124", true), ("+49 (0)30 1234", true), ("tel:312", true), ("(312) 555 0124 ext 4", true),
      ("Acme 2000", false), ("3M company", false), ("a1b2c3", false), ("112", true), ("", false),
    ] {
      #expect(PhoneNumber.isNumber(text) == isNumber, "\(text)")
    }
  }
}
