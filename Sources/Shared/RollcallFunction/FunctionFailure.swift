/// Another function was invoked and failed.
package struct FunctionFailure: Error, Hashable, CustomStringConvertible {
    /// The function, as it was invoked.
    package let function: String
    /// What it said, as far as that is useful.
    package let reason: String

    /// A failure of a function: a name, `name:alias` or an ARN.
    package init(function: String, reason: String) {
        self.function = function
        self.reason = reason
    }

    /// Which function failed, and where to look.
    package var description: String { "The function \(function) failed: \(reason). Its log says more." }
}
