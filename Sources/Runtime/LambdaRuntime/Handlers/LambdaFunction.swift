/// What both kinds of handlers have in common.
public protocol LambdaFunction: Sendable {
    /// Who is told when Lambda ends the process: the handler itself if it is a ``LambdaShutdownHandler``, else nobody.
    ///
    /// A handler around another says whom that one names, so that no extension is registered where nobody asks for it:
    ///
    /// ```swift
    /// var shutdownHandler: (any LambdaShutdownHandler)? { handler.shutdownHandler }
    /// ```
    var shutdownHandler: (any LambdaShutdownHandler)? { get }
}

extension LambdaFunction {
    /// The handler itself, if it is one.
    public var shutdownHandler: (any LambdaShutdownHandler)? {
        // With its type known: else all conformances of the program are searched twice, first for the protocol itself.
        self as? any LambdaShutdownHandler
    }
}
