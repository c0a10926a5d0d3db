import LambdaTesting
import Testing

@testable import <NAME>

@Test func countsDown() async throws {
    let results = try await <NAME>().handle([MockEvent("{}")])
    #expect(results[0].text == "3\n2\n1\ngo\n")
}
