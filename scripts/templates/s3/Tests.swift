import LambdaSamples
import LambdaTesting
import Testing

@testable import <NAME>

@Test func namesTheObject() async throws {
    let results = try await <NAME>().handle([
        MockEvent(LambdaSample.s3.json, requestID: "1"), MockEvent(LambdaSample.s3Test.json, requestID: "2"),
    ])
    #expect(results.map(\.text) == [#"["photos/holiday/beach 1.jpg"]"#, "[]"])
}
