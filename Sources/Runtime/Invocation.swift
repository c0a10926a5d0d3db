internal import Logging

/// One event's surroundings: the headers it came with and the process it came to.
package final class Invocation: Sendable {
    let headers: InvocationHeaders
    let environment: RuntimeEnvironment

    package init(headers: InvocationHeaders, environment: RuntimeEnvironment) {
        self.headers = headers
        self.environment = environment
    }

    var deadline: LambdaClock.Instant? {
        headers.deadlineMilliseconds.map(LambdaClock.Instant.init(millisecondsSinceEpoch:))
    }

    var logHandler: LambdaLogHandler {
        LambdaLogHandler(
            configuration: environment.logging, requestID: headers[.requestID], tenantID: headers[.tenantID])
    }
}
