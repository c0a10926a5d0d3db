import Foundation
import LambdaLoopback

/// One event on its way to a function.
struct Invocation: Sendable {
    /// The request id: the same for every attempt.
    var requestID = UUID().uuidString.lowercased()
    /// The function's ARN, as the caller named it.
    var functionARN: String
    /// The event: JSON text.
    var payload: [UInt8]
    /// The X-Ray header, made up where the caller sent none.
    var traceID: String
    /// The client context: JSON text.
    var clientContext: String?
    /// The tenant id.
    var tenantID: String?

    init(functionARN: String, _ request: InvokeRequest) {
        self.functionARN = functionARN
        payload = request.payload
        traceID = request.traceID ?? Self.makeTraceID()
        clientContext = request.clientContext
        tenantID = request.tenantID
    }

    /// The event as the runtime gets it.
    /// - Parameter deadline: Unix milliseconds.
    func event(deadline: Int64) -> RuntimeEvent {
        RuntimeEvent(
            requestID: requestID, deadline: deadline, functionARN: functionARN, traceID: traceID,
            clientContext: clientContext, tenantID: tenantID, payload: payload)
    }

    /// Source: AWS X-Ray Developer Guide, "Tracing header".
    private static func makeTraceID() -> String {
        let seconds = String(Int(Date().timeIntervalSince1970), radix: 16)
        let digits = UUID().uuidString.lowercased().replacing("-", with: "")
        return "Root=1-\(seconds)-\(digits.prefix(24));Parent=\(digits.suffix(16));Sampled=0"
    }
}

/// What became of an invocation.
struct InvocationOutcome: Sendable {
    /// The function's answer, or the error's JSON body.
    var payload: [UInt8]
    /// Whether the function failed: `X-Amz-Function-Error: Unhandled`.
    var isFunctionError = false
    /// The last 4 KB of the invocation's log, where it was asked for.
    var logTail: [UInt8] = []
}
