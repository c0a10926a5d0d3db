package import RollcallMessages
package import RollcallServices

/// A function's environment variables; one that is empty counts as not set.
package struct FunctionVariables: Sendable {
    private let values: [String: String]

    /// The variables of this environment.
    package init(_ environment: [String: String]) {
        values = environment.filter { !$0.value.isEmpty }
    }

    /// A variable's value, or nil if it is not set.
    package subscript(name: String) -> String? { values[name] }

    /// The bucket of events that name none, or nil (`ROLLCALL_BUCKET`).
    package var bucket: String? { self["ROLLCALL_BUCKET"] }

    /// The route of clips that do not say theirs (`ROLLCALL_WAY`).
    ///
    /// - Throws: `ConfigurationError.invalid` if the variable names no route.
    package func route() throws(ConfigurationError) -> Route {
        guard let text = self["ROLLCALL_WAY"] else { return .default }
        guard let route = Route(named: text) else {
            throw .invalid(variable: "ROLLCALL_WAY", value: text, expected: "one of \(Route.names)")
        }
        return route
    }

    /// The queue for the results (`ROLLCALL_QUEUE_URL`), see `QueueAddress`.
    ///
    /// - Throws: `ConfigurationError.missing`.
    package func queueURL() throws(ConfigurationError) -> String {
        guard let url = self["ROLLCALL_QUEUE_URL"] else {
            throw .missing(variable: "ROLLCALL_QUEUE_URL", holds: "the URL of the SQS queue for the results")
        }
        return url
    }

    /// The school's time zone, or nil (`ROLLCALL_TIME_ZONE`).
    ///
    /// - Throws: `ConfigurationError.invalid` for what is no time zone.
    package func timeZone() throws(ConfigurationError) -> TimeZoneName? {
        guard let text = self["ROLLCALL_TIME_ZONE"] else { return nil }
        guard let zone = TimeZoneName(text) else {
            throw .invalid(
                variable: "ROLLCALL_TIME_ZONE", value: text,
                expected: "a name such as Europe/Berlin or a rule such as CET-1CEST,M3.5.0,M10.5.0/3")
        }
        return zone
    }

    /// One of a few words, or nil if the variable is not set.
    ///
    /// - Throws: `ConfigurationError.invalid` for any other word.
    package func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String
    ) throws(ConfigurationError) -> Choice? {
        guard let text = self[name] else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalid(variable: name, value: text, expected: "one of \(words)")
        }
        return choice
    }

    /// A number within a range, or nil if the variable is not set.
    ///
    /// - Throws: `ConfigurationError.invalid` for anything else.
    package func number<Number: LosslessStringConvertible & Comparable>(
        _ name: String, in range: ClosedRange<Number>
    ) throws(ConfigurationError) -> Number? {
        guard let text = self[name] else { return nil }
        guard let number = Number(text), range.contains(number) else {
            throw .invalid(
                variable: name, value: text,
                expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
