/// A request that is about a clip.
package protocol ClipMessage: Sendable {
    /// Which clip.
    var identity: ClipIdentity { get }
    /// The clip's S3 key.
    var clipKey: String { get }
    /// How the clip goes; nil where nobody said.
    var knownRoute: Route? { get }
    /// Whether it is about the clip's first picture alone.
    var isPreview: Bool { get }
    /// The stages that are behind the clip.
    var timings: Timings { get }
}

extension ClipRequest: ClipMessage {
    /// The route.
    package var knownRoute: Route? { route }
}

extension RecognitionRequest: ClipMessage {
    /// The route, where it is known.
    package var knownRoute: Route? { route }
}
