public import LambdaRuntime
internal import WireFormats

/// A function whose event is a Swift type with a JSON form, and whose answer is streamed.
///
/// ```swift
/// struct Countdown: JSONStreamingLambdaHandler {
///     struct Event: Decodable { var start: Int }
///     func handle(_ event: Event, response: LambdaResponseStream, context: LambdaContext) async throws {
///         for number in stride(from: event.start, to: 0, by: -1) { try await response.write("\(number)\n") }
///     }
/// }
/// ```
public protocol JSONStreamingLambdaHandler: StreamingLambdaHandler {
    /// What the invoker sends.
    associatedtype Event: Decodable

    /// Handles one event; see `StreamingLambdaHandler`.
    func handle(_ event: Event, response: LambdaResponseStream, context: LambdaContext) async throws

    /// Decodes an event; with `JSON` of `WireFormats` unless the function has a way of its own, `JSONDecoder` for
    /// instance.
    ///
    /// - Throws: any error; the invoker is told ``JSONEventError``, but for a `LambdaError`, which chooses itself.
    func decode(_ event: [UInt8]) throws -> Event
}

extension JSONStreamingLambdaHandler {
    /// Decodes the event and handles it.
    ///
    /// - Throws: ``JSONEventError`` when the event has not the form of `Event`; what the handler throws.
    public func handle(
        _ event: [UInt8], response: LambdaResponseStream, context: LambdaContext
    ) async throws {
        let decoded = try JSONEventError.wrapping(Event.self) { try decode(event) }
        try await handle(decoded, response: response, context: context)
    }

    /// Decodes an event with `JSON` of `WireFormats`: `Data`, `Date`, `Decimal` and `URL` in the form that
    /// `JSONEncoder` gives them in its default settings.
    public func decode(_ event: [UInt8]) throws -> Event {
        try JSON.decode(Event.self, from: event)
    }
}

extension LambdaResponseStream {
    /// Sends a value's JSON form and an end of line: an answer of such lines can be read while it arrives
    /// (`application/jsonl`).
    ///
    /// - Throws: `EncodingError` where the value has none; see `write(_:)`.
    public func writeLine(json value: some Encodable) async throws {
        try await write(JSON.encode(value) + [UInt8(ascii: "\n")])
    }
}
