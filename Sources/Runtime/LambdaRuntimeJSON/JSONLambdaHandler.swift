public import LambdaRuntime
internal import WireFormats

/// A function whose event and answer are Swift types with a JSON form.
///
/// ```swift
/// struct Greeter: JSONLambdaHandler {
///     struct Event: Decodable { var name: String }
///     struct Output: Encodable { var greeting: String }
///     func handle(_ event: Event, context: LambdaContext) async throws -> Output {
///         Output(greeting: "Hello \(event.name)")
///     }
/// }
/// ```
public protocol JSONLambdaHandler: LambdaHandler {
    /// What the invoker sends.
    associatedtype Event: Decodable
    /// What the invoker gets.
    associatedtype Output: Encodable

    /// Handles one event; see `LambdaHandler`.
    func handle(_ event: Event, context: LambdaContext) async throws -> Output
}

extension JSONLambdaHandler {
    /// Decodes the event, handles it, encodes the answer, with `JSON` of `WireFormats`.
    ///
    /// `Data`, `Date`, `Decimal` and `URL` have the form that `JSONEncoder` gives them in its default settings. A function
    /// that wants another is a `LambdaHandler` and calls `JSONDecoder` and `JSONEncoder` itself.
    ///
    /// - Throws: ``JSONEventError`` when the event has not the form of `Event`; what the handler throws.
    public func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        let output = try await handle(JSONEventError.decode(Event.self, from: event), context: context)
        return try JSON.encode(output)
    }
}

/// The event is not what the function takes. The invoker is told `Runtime.UnmarshalError`.
public struct JSONEventError: LambdaError, CustomStringConvertible {
    /// The Swift type that the event should have been.
    public let eventType: String
    /// Where and how the event differs.
    public let reason: String

    /// Decodes an event.
    static func decode<Event: Decodable>(_ type: Event.Type, from event: [UInt8]) throws -> Event {
        do {
            return try JSON.decode(type, from: event)
        } catch {
            throw JSONEventError(eventType: "\(type)", reason: "\(error)")
        }
    }

    /// What went wrong, in a sentence.
    public var description: String { "the event is not a \(eventType): \(reason)" }
    /// `Runtime.UnmarshalError`, as other runtimes call it.
    public var lambdaErrorType: String { "Runtime.UnmarshalError" }
    /// ``description``.
    public var lambdaErrorMessage: String { description }
}
