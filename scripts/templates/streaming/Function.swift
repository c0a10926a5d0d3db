import LambdaRuntime

@main
struct <NAME>: StreamingLambdaHandler {
    func handle(_ event: [UInt8], response: LambdaResponseStream, context: LambdaContext) async throws {
        try response.setContentType("text/plain")
        for number in (1...3).reversed() {
            try await response.write("\(number)\n")
            try await Task.sleep(for: .milliseconds(200))
        }
        try await response.write("go\n")
    }

    static func main() {
        LambdaRuntime.runStreaming { <NAME>() }
    }
}
