/// Something that people want to hear of without looking.
struct Notice: Codable, Hashable, Sendable {
    /// What happened.
    enum Kind: String, Codable, CaseIterable, Sendable {
        /// A person is in the picture who was not there before.
        case arrived
        /// A person was not seen for a while.
        case left
        /// Somebody is in the picture who is not enrolled.
        case stranger
        /// A lesson began, and a person who is expected did not come.
        case absent
        /// The camera gives no more video.
        case silent
        /// The camera gives video again.
        case filming
    }

    var kind: Kind
    /// Whose camera saw it.
    var device: String
    /// Who it is about; nil for strangers and the camera.
    var name: String?
    /// When, in Unix milliseconds: of who left, when they were last seen.
    var time: Int64
    /// The lesson that somebody missed.
    var lesson: String?
    /// The clip that shows it.
    var clip: String?

    /// The same for the same happening, so that who gets it twice can tell.
    var id: String { [device, "\(time)", kind.rawValue, name ?? ""].joined(separator: "/") }

    /// What happened, in a sentence.
    var text: String {
        switch kind {
        case .arrived: "\(name ?? "") is here (\(device))."
        case .left: "\(name ?? "") has left (\(device))."
        case .stranger: "Somebody who is not enrolled is here (\(device))."
        case .absent: "\(name ?? "") did not come to \(lesson ?? "the lesson") (\(device))."
        case .silent: "The camera of \(device) gives no video."
        case .filming: "The camera of \(device) gives video again."
        }
    }
}
