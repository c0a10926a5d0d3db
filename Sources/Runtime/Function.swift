/// What serves the events of a process.
package enum Function: Sendable {
    case buffered(any LambdaHandler)
    case streaming(any StreamingLambdaHandler)
}
