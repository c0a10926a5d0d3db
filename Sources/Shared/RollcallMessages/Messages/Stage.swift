/// The stages that a clip passes, in the order in which the default route passes them.
package enum Stage: String, CaseIterable, Codable, Hashable, Sendable {
    /// The client has the clip's last frame.
    case filmed
    /// The clip is in S3.
    case uploaded
    /// The client knows that its invocation of the Extractor was accepted.
    case invoked
    /// The Extractor was invoked.
    case extractorStarted
    /// The Extractor has the clip's bytes.
    case clipLoaded
    /// The frames that the Recognizer looks at first are JPEGs in memory.
    case framesEncoded
    /// The frames that the Recognizer looks at first are in S3.
    case framesStored
    /// The Recognizer was invoked.
    case recognizerStarted
    /// The Recognizer has the first frame that it looks at.
    case framesLoaded
    /// Every face is named or called unknown.
    case recognized
    /// The recognized people's rows have been read from StudentDB.
    case studentsFound
    /// The result was handed to SQS.
    case sent
    /// The client has the result.
    case received
}
