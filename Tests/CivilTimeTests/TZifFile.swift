/// A TZif file as a test wants it, right or wrong.
struct TZifFile {
  var version = UInt8(ascii: "2")
  var transitions: [(at: Int64, type: UInt8)] = [(0, 1), (15_552_000, 0)]
  var types: [(offset: Int32, isDaylight: UInt8, name: UInt8)] = [(3_600, 0, 0), (7_200, 1, 4)]
  var names = Array("CET\u{0}CEST\u{0}".utf8)
  var leapSeconds: [(at: Int64, correction: Int32)] = []
  var footer = "CET-1CEST,M3.5.0,M10.5.0/3"
  /// Counts that the file claims in place of its own: those of a header, in their order.
  var claimed: [Int: UInt32] = [:]
  /// The first block, of version 1, which readers pass over.
  var hasOldBlock = true

  var bytes: [UInt8] {
    var old = TZifFile()
    old.transitions = []
    old.types = [(0, 0, 0)]
    old.names = Array("UTC\u{0}".utf8)
    old.leapSeconds = []
    var bytes = header(of: old, claimed: [:]) + body(of: old, isWide: false)
    bytes += header(of: self, claimed: claimed) + body(of: self, isWide: true)
    return bytes + Array("\n\(footer)\n".utf8)
  }

  private func header(of file: TZifFile, claimed: [Int: UInt32]) -> [UInt8] {
    let counts = [
      0, 0, file.leapSeconds.count, file.transitions.count, file.types.count, file.names.count,
    ]
    return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
      + counts.enumerated().flatMap { big(claimed[$0.offset] ?? UInt32($0.element)) }
  }

  private func body(of file: TZifFile, isWide: Bool) -> [UInt8] {
    func time(_ value: Int64) -> [UInt8] {
      isWide ? big(UInt64(bitPattern: value)) : big(UInt32(truncatingIfNeeded: value))
    }
    var bytes = file.transitions.flatMap { time($0.at) }
    bytes += file.transitions.map(\.type)
    for type in file.types { bytes += big(UInt32(bitPattern: type.offset)) + [type.isDaylight, type.name] }
    bytes += file.names
    for leap in file.leapSeconds { bytes += time(leap.at) + big(UInt32(bitPattern: leap.correction)) }
    return bytes
  }

  private func big(_ value: some FixedWidthInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
