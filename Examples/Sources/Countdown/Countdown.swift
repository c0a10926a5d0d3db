import LambdaRuntime

/// Counts down as a stream of text, a line each half second, for a function URL with response streaming.
@main
struct Countdown: StreamingLambdaHandler {
    func handle(_ event: [UInt8], response: LambdaResponseStream, context: LambdaContext) async throws {
        try response.writeHead(LambdaHTTPHead(headers: ["Content-Type": "text/plain"]))
        for number in (1...5).reversed() {
            try await response.write("\(number)\n")
            try await Task.sleep(for: .milliseconds(500))
        }
        try await response.write("go\n")
    }

    static func main() {
        LambdaRuntime.runStreaming { Countdown() }
    }
}
