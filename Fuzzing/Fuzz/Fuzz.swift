import Glibc

/// What libFuzzer calls with every input. A crash, a sanitizer's report, or more time or memory than it allows is a
/// finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(start: UnsafePointer<UInt8>?, count: Int) -> CInt {
    target.run([UInt8](UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// libFuzzer's own loop ("Using libFuzzer as a library", LLVM documentation).
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@main
enum Fuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runDriver(&count, &arguments, fuzz))
    }
}

/// The target that `ROLLCALL_FUZZ_TARGET` names.
private let target: Target = {
    let name = getenv("ROLLCALL_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = Target(rawValue: name) else {
        let names = Target.allCases.map(\.rawValue).joined(separator: " ")
        print("ROLLCALL_FUZZ_TARGET must be one of: \(names)")
        exit(64)
    }
    return target
}()

/// Ends the run with a finding if something that holds for every input does not.
func require(_ condition: Bool, _ what: StaticString, line: UInt = #line) {
    precondition(condition, "\(what) (line \(line))")
}
