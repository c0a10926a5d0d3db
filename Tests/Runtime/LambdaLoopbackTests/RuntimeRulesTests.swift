import LambdaLoopback
import Testing

/// The rules of the Runtime API, as AWS's Runtime Interface Emulator keeps them.
@Suite struct RuntimeRulesTests {
    private let refusal = RuntimeRefusal.invalidTransition(
        from: "RuntimeResponseSentState", to: "InvocationResponse")

    /// An environment with an event.
    private var invoking: RuntimeRules {
        var rules = RuntimeRules()
        _ = rules.next()
        rules.deliver("a")
        return rules
    }

    @Test func takesOneAnswer() {
        var rules = invoking
        #expect(rules.answer("a", size: 2, isError: false) == .accepted)
        #expect(rules.answer("a", size: 2, isError: false) == .refused(refusal))
        #expect(
            rules.answer("a", size: 2, isError: true)
                == .refused(
                    .invalidTransition(from: "RuntimeResponseSentState", to: "InvocationErrorResponse")))
        #expect(rules.next() == .ready)
    }

    @Test func refusesTheAnswerToAnotherEventAndTakesTheRightOneAfterIt() {
        var rules = invoking
        #expect(rules.answer("b", size: 2, isError: false) == .refused(.invalidRequestID))
        #expect(rules.answer("a", size: 2, isError: false) == .accepted)
    }

    @Test func deliversTheSameEventAgainBeforeItsAnswer() {
        var rules = invoking
        #expect(rules.next() == .again(id: "a"))
    }

    @Test func limitsAnAnswerToTheByte() {
        var rules = invoking
        #expect(rules.answer("a", size: 6_291_556, isError: false) == .accepted)
        rules = invoking
        #expect(rules.answer("a", size: 6_291_557, isError: false) == .tooLarge)
        #expect(rules.answer("a", size: 2, isError: true) != .accepted)
        #expect(rules.next() == .ready)
        rules = invoking
        #expect(rules.answer("a", size: 6_291_557, isError: false, mode: "streaming") == .accepted)
    }

    @Test func refusesEverythingAfterAResponseModeThatItDoesNotKnow() {
        var rules = invoking
        #expect(
            rules.answer("a", size: 2, isError: false, mode: "buffered") == .refused(.invalidResponseMode))
        #expect(rules.answer("a", size: 2, isError: false) == .refused(refusal))
        #expect(
            rules.next()
                == .refused(.invalidTransition(from: "RuntimeResponseSentState", to: "Ready")))
    }

    @Test func takesAnInitializationErrorOnceAndBeforeTheFirstEvent() {
        var rules = RuntimeRules()
        #expect(rules.initializationError() == nil)
        #expect(rules.initializationError()?.status == 403)
        rules = invoking
        #expect(rules.initializationError()?.status == 403)
    }

    @Test func hasAsManyEventsOutAsItIsToldTo() {
        var rules = RuntimeRules(concurrency: 2)
        for id in ["a", "b"] {
            #expect(rules.next() == .ready)
            rules.deliver(id)
        }
        #expect(rules.next() == .again(id: "a"))
        #expect(rules.answer("b", size: 0, isError: false) == .accepted)
        #expect(rules.next() == .ready)
        #expect(rules.answer("a", size: 0, isError: false) == .accepted)
    }

    @Test(arguments: [
        ("GET", "/2018-06-01/runtime/invocation/next", RuntimeCall.next),
        ("POST", "/2018-06-01/runtime/invocation/a-1/response", .response(id: "a-1")),
        ("POST", "/2018-06-01/runtime/invocation/a-1/error", .error(id: "a-1")),
        ("POST", "/2018-06-01/runtime/init/error", .initializationError),
        ("POST", "/2020-01-01/extension/register", .registerExtension),
        ("GET", "/2020-01-01/extension/event/next", .nextExtensionEvent),
        ("POST", "/2018-06-01/runtime/invocation/next", .unknown), ("GET", "/", .unknown),
        ("POST", "/2018-06-01/runtime/invocation/a/other", .unknown), ("GET", "", .unknown),
        ("POST", "/2018-06-01/runtime/invocation/a/b/response", .unknown),
    ])
    func knowsTheCalls(method: String, target: String, call: RuntimeCall) {
        #expect(RuntimeCall(HTTPRequest(method: method, target: target)) == call)
    }
}
