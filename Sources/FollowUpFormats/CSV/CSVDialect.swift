import CivilTime
import FollowUp

/// How the text of a CSV file is written.
///
///     let dialect = try CSVDialect.detected(in: firstBytes, isWhole: false)
///     var reader = CSVReader(dialect, file: "Connections.csv")
package struct CSVDialect: Hashable, Sendable {
  /// How characters are written as bytes. Latin-1 is read as windows-1252, which holds it.
  package enum Encoding: String, Hashable, Sendable {
    /// One of the four that spreadsheets write.
    case utf8, utf16LittleEndian, utf16BigEndian, windows1252

    /// What a person calls it.
    package var name: String {
      switch self {
      case .utf8: "UTF-8"
      case .utf16LittleEndian: "UTF-16 (little endian)"
      case .utf16BigEndian: "UTF-16 (big endian)"
      case .windows1252: "Windows-1252 (Latin-1)"
      }
    }

    var mark: [UInt8] {
      switch self {
      case .utf8: [0xef, 0xbb, 0xbf]
      case .utf16LittleEndian: [0xff, 0xfe]
      case .utf16BigEndian: [0xfe, 0xff]
      case .windows1252: []
      }
    }
  }

  /// How characters are written as bytes.
  package var encoding: Encoding
  /// Whether the file begins with a byte order mark, which is no part of its first field.
  package var hasByteOrderMark: Bool
  /// What stands between fields, in ASCII: a comma, a semicolon, a tab or a bar.
  package var delimiter: UInt8

  /// A dialect; as this program writes it unless something else is said.
  package init(
    encoding: Encoding = .utf8, hasByteOrderMark: Bool = false, delimiter: UInt8 = UInt8(ascii: ",")
  ) {
    self.encoding = encoding
    self.hasByteOrderMark = hasByteOrderMark
    self.delimiter = delimiter
  }

  /// What a person calls the delimiter.
  package var delimiterName: String {
    switch delimiter {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: "|"): "bar"
    default: quoted(String(Unicode.Scalar(delimiter)))
    }
  }
}

/// Why a file is not read as CSV at all.
package struct CSVProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Half a sentence about the file: what it is, and what to do.
  package let reason: String

  init(_ reason: String) { self.reason = reason }

  package var description: String { reason }
}
