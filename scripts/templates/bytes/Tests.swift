import LambdaTesting
import Testing

@testable import <NAME>

@Test func answersWithTheEvent() async throws {
    let results = try await <NAME>().handle([MockEvent("[1,2,3]")])
    #expect(results[0].text == "[1,2,3]")
}
