internal import CProcess
internal import Glibc
internal import WireFormats

/// One line on standard error when the process crashes: function, request id, signal, backtrace. Without it
/// Lambda's log says only that the process ended.
///
/// The addresses are relative to the executable, as `llvm-symbolizer --obj=bootstrap` takes them; the names
/// are not in a stripped executable. What handled the signal before handles it afterwards, so that the exit
/// status and Swift's own backtraces stay as they are.
final class CrashReport {
    private static let signals: [(number: Int32, name: StaticString)] = [
        (SIGILL, "SIGILL"), (SIGTRAP, "SIGTRAP"), (SIGABRT, "SIGABRT"), (SIGSEGV, "SIGSEGV"),
        (SIGBUS, "SIGBUS"), (SIGFPE, "SIGFPE"),
    ]

    private let area: UnsafeMutablePointer<CrashArea>

    /// Takes the signals over, for the life of the process.
    init(environment: RuntimeEnvironment) {
        area = .allocate(capacity: 1)
        area.initialize(to: CrashArea(environment))
        crashArea = area
        for (index, signal) in Self.signals.enumerated() {
            area.pointee.names[index] = signal
            var action = sigaction()
            action.__sigaction_handler.sa_sigaction = { number, _, context in handleCrash(number, context) }
            action.sa_flags = SA_SIGINFO | Int32(bitPattern: UInt32(SA_ONSTACK))
            sigaction(signal.number, &action, &area.pointee.previous[index])
        }
    }

    /// Makes the calling thread that of a slot, for its life.
    func watchThread(ofSlot slot: Int) {
        guard slot < area.pointee.slotCount else { return }
        area.pointee.slots[slot].thread = pthread_self()
        area.pointee.slots[slot].stack = useOtherStack()
    }

    /// Notes the event that a slot is handling.
    func set(requestID: UnsafeRawBufferPointer, ofSlot slot: Int) {
        guard slot < area.pointee.slotCount else { return }
        area.pointee.slots[slot].requestID.set(requestID)
    }

    /// A handler that ran out of stack has none left for the report.
    private func useOtherStack() -> UnsafeMutableRawPointer {
        let size = 64 * 1024
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: size)
        sigaltstack(&stack, nil)
        return memory
    }
}

/// All that the signal handler reads: it must neither allocate nor lock nor initialize.
private struct CrashArea {
    struct Slot {
        var thread = pthread_t()
        /// What the thread's handler runs on: the kernel knows it, but no leak sanitizer asks that.
        var stack: UnsafeMutableRawPointer?
        var requestID = FixedText()
    }

    var start = FixedText()
    var middle = FixedText()
    let slots: UnsafeMutablePointer<Slot>
    let slotCount: Int
    var end = FixedText()
    var names = InlineArray<6, (number: Int32, name: StaticString)>(repeating: (0, ""))
    var previous = InlineArray<6, sigaction>(repeating: sigaction())
    var line = FixedText()
    var isBeingWritten = false
    /// Where the executable lies in memory.
    var base: UInt

    init(_ environment: RuntimeEnvironment) {
        slotCount = environment.maximumConcurrency
        slots = .allocate(capacity: slotCount)
        slots.initialize(repeating: Slot(), count: slotCount)
        var function = JSONOutput()
        function.append(jsonString: environment.functionName)
        let name =
            environment.logging.format == .json
            ? Array(function.bytes.dropFirst().dropLast()) : Array(environment.functionName.utf8)
        switch environment.logging.format {
        case .json:
            start.set(Array(#"{"level":"FATAL","requestId":""#.utf8))
            middle.set(Array(#"","message":""#.utf8) + name + Array(" crashed with ".utf8))
            end.set(Array("\"}\n".utf8))
        case .text:
            start.set(Array("FATAL ".utf8))
            middle.set(Array(" ".utf8) + name + Array(" crashed with ".utf8))
            end.set(Array("\n".utf8))
        }
        base = UInt(bitPattern: CProcess_executable_start())
    }
}

/// Text in memory of a fixed size; what does not fit is left out.
private struct FixedText {
    private var bytes = InlineArray<2048, UInt8>(repeating: 0)
    private var count = 0

    mutating func set(_ text: [UInt8]) {
        text.withUnsafeBytes { set($0) }
    }

    mutating func set(_ text: UnsafeRawBufferPointer) {
        count = 0
        append(text)
    }

    mutating func append(_ text: UnsafeRawBufferPointer) {
        for byte in text where count < 2048 {
            bytes[count] = byte
            count += 1
        }
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ text: borrowing FixedText) {
        for index in 0..<text.count where count < 2048 {
            bytes[count] = text.bytes[index]
            count += 1
        }
    }

    mutating func append(hexadecimal number: UInt) {
        append(" 0x")
        var shift = UInt(60)
        while shift > 0, number >> shift == 0 { shift -= 4 }
        while true {
            let digit = UInt8(number >> shift & 15)
            if count < 2048 {
                bytes[count] = digit < 10 ? 48 + digit : 87 + digit
                count += 1
            }
            if shift == 0 { return }
            shift -= 4
        }
    }

    func write(to descriptor: Int32) {
        withUnsafeBytes(of: bytes) { _ = Glibc.write(descriptor, $0.baseAddress, count) }
    }
}

nonisolated(unsafe) private var crashArea: UnsafeMutablePointer<CrashArea>?

private func handleCrash(_ number: Int32, _ context: UnsafeMutableRawPointer?) {
    guard let area = crashArea else { return }
    var index = 0
    while index < 5, area.pointee.names[index].number != number { index += 1 }
    // Whatever happens from here on, a second signal goes where it would have gone without the report.
    sigaction(number, &area.pointee.previous[index], nil)
    // The report crashed itself, or another thread meanwhile: what is known is written.
    if area.pointee.isBeingWritten { return finishReport(area) }
    area.pointee.isBeingWritten = true
    area.pointee.line.append(area.pointee.start)
    // One event at a time is the event, whichever thread works for it.
    var slot = 0
    if area.pointee.slotCount > 1 {
        let thread = pthread_self()
        while slot < area.pointee.slotCount, area.pointee.slots[slot].thread != thread { slot += 1 }
    }
    if slot < area.pointee.slotCount { area.pointee.line.append(area.pointee.slots[slot].requestID) }
    area.pointee.line.append(area.pointee.middle)
    area.pointee.line.append(area.pointee.names[index].name)
    area.pointee.line.append("; backtrace:")
    if let context { appendBacktrace(of: context, to: area) }
    finishReport(area)
}

/// Follows the chain of frame pointers, which Swift's functions keep: it needs neither memory nor a lock, as
/// `backtrace` does, nor the tables for unwinding, which a small image leaves out.
private func appendBacktrace(
    of context: UnsafeMutableRawPointer, to area: UnsafeMutablePointer<CrashArea>
) {
    append(CProcess_program_counter(context), to: area)
    let stack = CProcess_stack_pointer(context)
    var frame = CProcess_frame_pointer(context)
    if Frame(at: frame, above: stack) == nil { frame = findFrame(in: stack, for: area) }
    for _ in 1..<64 {
        guard let next = Frame(at: frame, above: stack), next.returnAddress > 0 else { return }
        append(next.returnAddress, to: area)
        frame = next.caller
    }
}

/// What a function that keeps the frame pointer has on the stack.
private struct Frame {
    let caller: UInt
    let returnAddress: UInt

    /// Nil if that is no frame. A caller's frame is further up.
    init?(at address: UInt, above end: UInt) {
        var caller: UInt = 0
        var returnAddress: UInt = 0
        guard address >= end, address.isMultiple(of: UInt(MemoryLayout<UInt>.alignment)),
            CProcess_read(address, &caller), caller > address,
            CProcess_read(address + UInt(MemoryLayout<UInt>.size), &returnAddress)
        else { return nil }
        self.caller = caller
        self.returnAddress = CProcess_strip(returnAddress)
    }
}

/// Finds the innermost frame when the register for it holds something else. The C library uses that as any other
/// register, in `abort` and `malloc` among others, and keeps on the stack what was in it.
///
/// The next address of code above that is where the function that kept it returns to: it is reported.
private func findFrame(in stack: UInt, for area: UnsafeMutablePointer<CrashArea>) -> UInt {
    let size = UInt(MemoryLayout<UInt>.size)
    var address = stack & ~(size - 1)
    // Further than the C library's own frames reach.
    let end = address &+ 16384
    var found: UInt = 0
    var word: UInt = 0
    while address < (found > 0 ? found : end) {
        guard CProcess_read(address, &word) else {
            // A function that ran out of stack has its pointer below it.
            address = (address | 4095) &+ 1
            continue
        }
        if found > 0 {
            if isCode(CProcess_strip(word), for: area) {
                append(CProcess_strip(word), to: area)
                break
            }
        } else if let frame = Frame(at: word, above: address), isCode(frame.returnAddress, for: area),
            Frame(at: frame.caller, above: word) != nil
        {
            found = word
        }
        address += size
    }
    return found
}

/// Whether that is in the executable, as Swift's libraries are in an image.
private func isCode(_ address: UInt, for area: UnsafeMutablePointer<CrashArea>) -> Bool {
    address > area.pointee.base && address < UInt(bitPattern: CProcess_executable_code_end())
}

private func append(_ address: UInt, to area: UnsafeMutablePointer<CrashArea>) {
    let offset = address >= area.pointee.base ? address - area.pointee.base : address
    area.pointee.line.append(hexadecimal: offset)
}

private func finishReport(_ area: UnsafeMutablePointer<CrashArea>) {
    area.pointee.line.append(area.pointee.end)
    area.pointee.line.write(to: 2)
}
