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

    /// Decodes an event; with `JSON` of `WireFormats` unless the function has a way of its own, `JSONDecoder` for
    /// instance.
    ///
    /// - Throws: any error; the invoker is told ``JSONEventError``, but for a `LambdaError`, which chooses itself.
    func decode(_ event: [UInt8]) throws -> Event

    /// Encodes an answer; with `JSON` of `WireFormats` unless the function has a way of its own, `JSONEncoder` for
    /// instance.
    func encode(_ output: Output) throws -> [UInt8]
}

extension JSONLambdaHandler {
    /// Decodes the event, handles it, encodes the answer.
    ///
    /// - Throws: ``JSONEventError`` when the event has not the form of `Event`; what the handler throws.
    public func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        let decoded = try JSONEventError.wrapping(Event.self) { try decode(event) }
        let output = try await handle(decoded, context: context)
        return try encode(output)
    }

    /// Decodes an event with `JSON` of `WireFormats`: `Data`, `Date`, `Decimal` and `URL` in the form that
    /// `JSONEncoder` gives them in its default settings.
    public func decode(_ event: [UInt8]) throws -> Event {
        try JSON.decode(Event.self, from: event)
    }

    /// Encodes an answer with `JSON` of `WireFormats`: `Data`, `Date`, `Decimal` and `URL` in the form that
    /// `JSONEncoder` gives them in its default settings.
    public func encode(_ output: Output) throws -> [UInt8] {
        try JSON.encode(output)
    }
}

/// The event is not what the function takes. The invoker is told `Runtime.UnmarshalError`.
public struct JSONEventError: LambdaError, CustomStringConvertible {
    /// The Swift type that the event should have been.
    public let eventType: String
    /// Where and how the event differs.
    public let reason: String

    /// What decodes an event fails with this error, unless it chose another for the invoker.
    static func wrapping<Event>(_ type: Event.Type, _ decode: () throws -> Event) throws -> Event {
        do {
            return try decode()
        } catch let error as any LambdaError {
            throw error
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
