import CivilTime
import Testing

@testable import FollowUpFormats

@Suite struct CSVDialectTests {
  @Test(arguments: [
    ("a,b\nc,d\n", ","), ("a;b;c\n1,5;2,5;3\n4,0;5,1;6\n", ";"),
    ("a\tb\n3/7/24, 2:22 PM\tx\n4/7/24, 2:22 PM\ty\n", "\t"),
    ("a|b\n\"c,d\"|e\n", "|"), ("Company\nAcme\nBeta\n", ","), ("sep=;\na,b;c\n", ";"),
    ("Notes:\n\"When exporting, some, of the, values; may\"\n\nFirst Name,Last Name,URL\nA,B,C\nD,E,F\n", ","),
    ("name;note\n\"a\";\"x, y, z\"\n\"b\";\"u, v\"\n", ";"),
  ])
  func delimiters(_ text: String, _ expected: Character) throws {
    for isWhole in [true, false] {
      #expect(try CSVDialect.detected(in: Array(text.utf8), isWhole: isWhole).delimiter == expected.asciiValue)
    }
  }

  @Test func whatIsNoTableIsNamed() {
    func reason(_ bytes: [UInt8]) -> String? {
      do throws(CSVProblem) {
        _ = try CSVDialect.detected(in: bytes, isWhole: true)
        return nil
      } catch { return error.reason }
    }
    func begins(_ text: String, _ expected: String) { #expect(reason(Array(text.utf8))?.hasPrefix(expected) == true) }
    begins("", "the file is empty")
    begins("\u{feff}\r\n \n", "the file is empty")
    begins("\0\0\0\0", "the file is empty")
    begins("PK\u{3}\u{4}xl/", "this is a spreadsheet")
    begins("%PDF-1.7", "this is a PDF")
    begins("\n<!DOCTYPE html><html>", "this is an HTML page")
    begins("<table>", "this is an HTML page")
    begins("<?xml version=\"1.0\"?>", "this is XML")
    begins("{\"device\":", "this is JSON")
    begins("SQLite format 3\0", "this is an SQLite database")
    #expect(reason([0xd0, 0xcf, 0x11, 0xe0])?.hasPrefix("this is an old Excel file") == true)
    #expect(reason([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])?.hasPrefix("this is UTF-32") == true)
    #expect(reason((0..<400).map { UInt8($0 % 9) })?.hasPrefix("this is not text") == true)
    // One NUL is a bad row, no bad file.
    #expect(reason(Array("a,b\n\0,c\n".utf8)) == nil)
    #expect(reason(Array("a,<b>\n".utf8)) == nil)
  }

  @Test func oneSpoiltRowIsNoOtherEncoding() throws {
    let bytes = Array("Café,Zürich\n".utf8) + [0xe9] + Array("\n".utf8)
    #expect(try CSVDialect.detected(in: bytes, isWhole: true).encoding == .utf8)
    // The beginning may end within a character.
    #expect(try CSVDialect.detected(in: Array("a,🎄".utf8.dropLast()), isWhole: false).encoding == .utf8)
  }
}
