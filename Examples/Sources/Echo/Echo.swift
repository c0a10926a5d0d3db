import LambdaRuntime

/// Answers with the event: the smallest function there is.
@main
struct Echo: LambdaHandler {
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] { event }

    static func main() {
        LambdaRuntime.run { Echo() }
    }
}
