/// An environment variable that keeps a function from starting.
package enum ConfigurationError: Error, Hashable {
    /// It is not set, or empty.
    case missing(variable: String, holds: String)
    /// Its value makes no sense.
    case invalid(variable: String, value: String, expected: String)
}

extension ConfigurationError: CustomStringConvertible {
    /// Which variable, and what to set it to.
    package var description: String {
        switch self {
        case .missing(let variable, let holds):
            "The environment variable \(variable) is not set. Set it to \(holds)."
        case .invalid(let variable, let value, let expected):
            "The environment variable \(variable) is \"\(value)\". Set it to \(expected)."
        }
    }
}
