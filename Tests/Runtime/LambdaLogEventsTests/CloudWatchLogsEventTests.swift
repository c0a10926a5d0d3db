import LambdaLogEvents
import LambdaSamples
import TestSupport
import Testing
import WireFormats

@Suite struct CloudWatchLogsEventTests {
    @Test func unpacksWhatCloudWatchSends() throws {
        let event = try JSON.decode(
            CloudWatchLogsEvent.self, from: Array(LambdaSample.cloudWatchLogs.json.utf8))
        #expect(event.logGroup == "/aws/lambda/f")
        #expect(event.logEvents.map(\.message) == ["[ERROR] first", "[ERROR] second"])
        #expect(!event.isControlMessage)
    }

    /// 300 MB of zeros in 300 kB: unpacked, they would take all of a small function's memory.
    @Test func logsThatUnpackToTooMuchAreRefused() async throws {
        let script = "import gzip,sys; sys.stdout.buffer.write(gzip.compress(bytes(300 << 20), 1))"
        let bomb = Base64.encode(try await Subprocess.run("python3", ["-c", script]).output)
        #expect(bomb.utf8.count > 100_000)
        #expect(throws: DecodingError.self) {
            try JSON.decode(
                CloudWatchLogsEvent.self, from: Array(#"{"awslogs":{"data":"\#(bomb)"}}"#.utf8))
        }
    }
}
