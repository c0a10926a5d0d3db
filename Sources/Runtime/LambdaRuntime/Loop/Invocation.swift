internal import Logging
internal import Synchronization

/// One event's surroundings: the headers it came with and the process it came to.
package final class Invocation: Sendable {
    let headers: LambdaHeaders
    let environment: RuntimeEnvironment

    /// What is to be done when the invoker has the answer.
    private let laterWork = Mutex<[@Sendable () async -> Void]>([])

    package init(headers: LambdaHeaders, environment: RuntimeEnvironment) {
        self.headers = headers
        self.environment = environment
    }

    var deadline: LambdaClock.Instant? {
        headers.deadlineMilliseconds.map(LambdaClock.Instant.init(millisecondsSinceEpoch:))
    }

    func addLaterWork(_ work: @escaping @Sendable () async -> Void) {
        laterWork.withLock { $0.append(work) }
    }

    /// The work that was added since the last call.
    func takeLaterWork() -> [@Sendable () async -> Void] {
        laterWork.withLock { work in
            defer { work = [] }
            return work
        }
    }

    var logHandler: LambdaLogHandler {
        var handler = LambdaLogHandler(
            configuration: environment.logging, requestID: headers[.requestID], tenantID: headers[.tenantID])
        handler.metadataProvider = LoggingSystem.metadataProvider
        return handler
    }
}
