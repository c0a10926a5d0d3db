import LambdaRuntime

@main
struct <NAME>: LambdaHandler {
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        event
    }

    static func main() {
        LambdaRuntime.run { <NAME>() }
    }
}
