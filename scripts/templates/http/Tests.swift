import LambdaSamples
import LambdaTesting
import Testing

@testable import <NAME>

@Test func answersARequest() async throws {
    let results = try await <NAME>().handle([MockEvent(LambdaSample.functionURL.json)])
    #expect(results[0].text.contains(#""statusCode":201"#))
}
