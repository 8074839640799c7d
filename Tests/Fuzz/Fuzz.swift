// The fuzzer's side of Sources/FuzzTargets: libFuzzer calls these, see Tests/Fuzz/run. Not part of the package.
import FuzzTargets

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which reader gets the bytes: the environment says it, for libFuzzer takes the arguments.
private let target = getenv("FOLLOWUP_FUZZ").flatMap { FuzzTarget(rawValue: String(cString: $0)) }

/// Gives libFuzzer's bytes to the target that the environment names.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let target else {
    fputs("fuzz: FOLLOWUP_FUZZ names no target\n", stderr)
    exit(2)
  }
  do {
    try target.check(Array(UnsafeBufferPointer(start: start, count: count)))
  } catch {
    fputs("fuzz: \(target.rawValue): \(error)\n", stderr)
    abort()
  }
  return 0
}
