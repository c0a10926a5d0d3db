import Glibc

/// What libFuzzer calls with every input. A crash, a sanitizer's report, or more time or memory than it allows is a
/// finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(start: UnsafePointer<UInt8>?, count: Int) -> CInt {
    target.run([UInt8](UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// The target that `ROLLCALL_FUZZ_TARGET` names.
private let target: Target = {
    let name = getenv("ROLLCALL_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = Target(rawValue: name) else {
        let names = Target.allCases.map(\.rawValue).joined(separator: " ")
        fputs("ROLLCALL_FUZZ_TARGET must be one of: \(names)\n", stderr)
        exit(64)
    }
    return target
}()

/// Ends the run with a finding if something that holds for every input does not.
func require(_ condition: Bool, _ what: StaticString, line: UInt = #line) {
    precondition(condition, "\(what) (line \(line))")
}
