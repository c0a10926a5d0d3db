/// An error that chooses what the invoker is told.
///
/// Errors that do not conform are reported with the name of their Swift type and their description.
public protocol LambdaError: Error {
    /// The `errorType` of the answer, for instance `ValidationError`. Lambda's own metrics keep the type
    /// only in the form `Function.Name` or `Runtime.Name` with a name of ASCII letters; a bare name of
    /// letters gets `Function.` put before it there, anything else counts as `Function.HandlerError`.
    var lambdaErrorType: String { get }

    /// The `errorMessage` of the answer.
    var lambdaErrorMessage: String { get }
}
