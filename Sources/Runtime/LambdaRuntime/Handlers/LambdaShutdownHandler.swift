/// A handler that wants to know when Lambda ends the process.
///
/// Lambda kills a custom runtime without a word unless the process is also an extension. For a handler of
/// this kind the runtime registers one inside the process, which costs a request at the start and a thread
/// (AWS Lambda Developer Guide, "Understanding the Lambda execution environment lifecycle", shutdown phase).
/// A handler around another names that one's: ``LambdaFunction/shutdownHandler``.
public protocol LambdaShutdownHandler: Sendable {
    /// Called once, when Lambda sends SIGTERM, on a thread of its own. The process ends when this returns.
    ///
    /// Lambda sends it when it wants nothing more of the process. As a rule no event is being handled then; but one
    /// that ran into its timeout still may be, and under Managed Instances others, which are broken off when this
    /// returns.
    ///
    /// - Parameter deadline: when Lambda kills the process: about 500 ms from now. The task is cancelled
    ///   shortly before.
    func shutDown(before deadline: LambdaClock.Instant) async
}
