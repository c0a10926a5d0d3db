internal import Glibc

/// `_X_AMZN_TRACE_ID`, by which the AWS SDKs and X-Ray find the trace of the event that is being handled.
///
/// `setenv` would keep every value it was ever given, since somebody may hold a pointer to it. Here the
/// environment points at one buffer, which is overwritten for each event.
final class TraceVariable {
    private static let name: StaticString = "_X_AMZN_TRACE_ID="
    private var buffer: UnsafeMutableBufferPointer<CChar>
    private var isSet = false

    init() {
        buffer = Self.makeBuffer(capacity: 512)
    }

    /// Sets the variable; takes it out of the environment if there is no value.
    func set(_ value: UnsafeRawBufferPointer) {
        if value.isEmpty {
            if isSet { unsetenv("_X_AMZN_TRACE_ID") }
            isSet = false
            return
        }
        let start = Self.name.utf8CodeUnitCount
        if buffer.count < start + value.count + 1 {
            // The old buffer stays: other threads may be reading it.
            buffer = Self.makeBuffer(capacity: 2 * (start + value.count + 1))
            isSet = false
        }
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[start...])
        rest.copyMemory(from: value)
        rest[value.count] = 0
        if !isSet, let variable = buffer.baseAddress {
            putenv(variable)
            isSet = true
        }
    }

    private static func makeBuffer(capacity: Int) -> UnsafeMutableBufferPointer<CChar> {
        let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: capacity)
        buffer.initialize(repeating: 0)
        UnsafeMutableRawBufferPointer(buffer)
            .copyMemory(from: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        return buffer
    }
}
