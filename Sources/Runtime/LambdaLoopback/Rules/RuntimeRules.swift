/// Which calls the Runtime API takes from one execution environment: what state it is in, and what each call changes.
///
/// The transitions are those of AWS's Runtime Interface Emulator, which was asked out of turn in every state. Nothing
/// waits here and nothing is sent: what a call is answered when there is no event yet is its server's business.
package struct RuntimeRules: Sendable {
    /// How many events may be out at the same time: 1, or more on Managed Instances.
    package let concurrency: Int
    /// The events that were delivered and not answered, the oldest first.
    package private(set) var delivered: [String] = []
    /// Whether the runtime has asked for its first event.
    package private(set) var isInitialized = false
    /// Whether the runtime has answered an event and not asked for the next one yet.
    package private(set) var hasAnswered = false
    /// Whether the runtime broke the protocol: everything is refused until it exits.
    package private(set) var isBroken = false
    private var hasFailed = false

    package init(concurrency: Int = 1) {
        self.concurrency = concurrency
    }

    /// What `next` leads to.
    package enum Next: Equatable, Sendable {
        /// An event may be delivered.
        case ready
        /// The event with this id is delivered again.
        case again(id: String)
        case refused(RuntimeRefusal)
    }

    /// The runtime asks for an event. Before it has answered the one that it has, it gets that again.
    package mutating func next() -> Next {
        if isBroken {
            return .refused(.invalidTransition(from: "RuntimeResponseSentState", to: "Ready"))
        }
        isInitialized = true
        hasAnswered = false
        if delivered.count >= concurrency, let id = delivered.first { return .again(id: id) }
        return .ready
    }

    /// The runtime has an event.
    package mutating func deliver(_ id: String) {
        delivered.append(id)
    }

    /// What an answer leads to.
    package enum Answer: Equatable, Sendable {
        /// It is the event's answer.
        case accepted
        /// The runtime is refused, and the invoker told that the answer is too large. The event is over.
        case tooLarge
        /// The event goes on as if nothing had come.
        case refused(RuntimeRefusal)
    }

    /// The runtime answers an event, or reports its error.
    ///
    /// - Parameters:
    ///   - size: of the body, in bytes.
    ///   - mode: the header `Lambda-Runtime-Function-Response-Mode`. A streamed answer has no limit here: on Lambda it
    ///     has 200 MB.
    package mutating func answer(
        _ id: String, size: Int, isError: Bool, mode: String? = nil
    ) -> Answer {
        guard !delivered.isEmpty, !isBroken else {
            let transition = isError ? "InvocationErrorResponse" : "InvocationResponse"
            return .refused(.invalidTransition(from: stateWithoutEvent, to: transition))
        }
        guard let index = delivered.firstIndex(of: id) else { return .refused(.invalidRequestID) }
        let isStreamed = mode == "streaming"
        guard isStreamed || mode ?? "" == "" else {
            isBroken = true
            return .refused(.invalidResponseMode)
        }
        delivered.remove(at: index)
        hasAnswered = true
        return !isStreamed && size > PayloadLimit.response ? .tooLarge : .accepted
    }

    /// The runtime reports that its initialization failed; nil where that is taken. It is once, and before the first
    /// event.
    package mutating func initializationError() -> RuntimeRefusal? {
        guard !isInitialized, !hasFailed else {
            return .invalidTransition(from: stateWithoutEvent, to: "InitError")
        }
        hasFailed = true
        return nil
    }

    /// The environment gives up the events that it has: their time is over.
    package mutating func expire() {
        delivered = []
        isBroken = true
    }

    private var stateWithoutEvent: String {
        if !isInitialized { return hasFailed ? "RuntimeInitErrorState" : "RuntimeStartedState" }
        return hasAnswered || isBroken ? "RuntimeResponseSentState" : "RuntimeReadyState"
    }
}
