internal import LambdaRuntime
internal import Synchronization

/// An answer on its way from libcurl's thread to a handler. The thread waits while more than a little is unread.
final class WebAnswer: Sendable {
    struct Head: Sendable {
        var status: Int
        var headers: [(name: String, value: String)] = []
    }

    private struct State {
        var head: Head?
        var bytes: [UInt8] = []
        var end: Result<Void, WebAdapterError>?
        /// The handler takes no more.
        var isAbandoned = false
        var hasNews = false
        var reader: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let room = Alarm()

    /// The thread waits while more than this is unread.
    private static let capacity = 256 << 10

    // Libcurl's thread.

    func begin(_ head: Head) { change { $0.head = head } }

    /// Hands on bytes, when there is room; false where nobody takes them.
    func add(_ bytes: UnsafeRawBufferPointer) -> Bool {
        change { $0.bytes.append(contentsOf: bytes) }
        while true {
            let (isAbandoned, isFull) = state.withLock { ($0.isAbandoned, $0.bytes.count > Self.capacity) }
            if isAbandoned || !isFull { return !isAbandoned }
            _ = room.wait(until: nil)
        }
    }

    func end(_ result: Result<Void, WebAdapterError>) { change { $0.end = $0.end ?? result } }

    // The handler.

    /// The head, when it is there.
    func head() async throws -> Head {
        try await next { state in
            if let head = state.head { return .success(head) }
            return state.end.map { end in
                .failure((end.failure ?? .noAnswer(reason: "it closed the connection")))
            }
        }.get()
    }

    /// The next bytes of the body; none at its end.
    func bytes() async throws -> [UInt8] {
        let result: Result<[UInt8], WebAdapterError> = await next { state in
            if state.bytes.isEmpty { return state.end.map { $0.map { [] } } }
            defer { state.bytes = [] }
            return .success(state.bytes)
        }
        room.ring()
        return try result.get()
    }

    /// The body to its end.
    func body() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let bytes = try await self.bytes()
            if bytes.isEmpty { return body }
            body = body.isEmpty ? bytes : body + bytes
        }
    }

    /// Lets go of the answer: the event's time is over, or its invoker has gone.
    func abandon() {
        change {
            $0.isAbandoned = true
            $0.end = $0.end ?? .failure(.noAnswer(reason: "the event's time is over"))
        }
        room.ring()
    }

    private func change(_ body: (inout State) -> Void) {
        let reader = state.withLock { state in
            body(&state)
            state.hasNews = true
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    private func next<Value: Sendable>(
        _ ready: (inout State) -> Result<Value, WebAdapterError>?
    ) async -> Result<Value, WebAdapterError> {
        while true {
            let result = state.withLock { state in
                state.hasNews = false
                return ready(&state)
            }
            if let result { return result }
            await withCheckedContinuation { continuation in
                let hasNews = state.withLock { state in
                    if !state.hasNews { state.reader = continuation }
                    return state.hasNews
                }
                if hasNews { continuation.resume() }
            }
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
