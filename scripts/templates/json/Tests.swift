import LambdaTesting
import Testing

@testable import <NAME>

@Test func greets() async throws {
    let results = try await <NAME>().handle([MockEvent(#"{"name":"Ada"}"#)])
    #expect(results[0].text == #"{"greeting":"Hello Ada"}"#)
}

@Test func refusesAnEventWithoutName() async throws {
    let results = try await <NAME>().handle([MockEvent("{}")])
    guard case .error(_, category: "Runtime.UnmarshalError") = results[0] else {
        Issue.record("not refused: \(results[0].text)")
        return
    }
}
