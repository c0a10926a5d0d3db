import LambdaSamples
import LambdaTesting
import Testing

@testable import <NAME>

@Test func handlesABatch() async throws {
    let results = try await <NAME>().handle([MockEvent(LambdaSample.sqs.json)])
    #expect(results[0].text == #"{"batchItemFailures":[]}"#)
}
