import AWSClients
import RollcallMessages

/// How the delivery of a clip ended.
enum Delivery: Sendable {
    /// The functions have it, and its result comes on the queue.
    case accepted(Timings)
    /// The functions have it, and this is its result.
    case answered(RecognitionResult, Timings)
    /// This clip will never be taken, whatever becomes of the others.
    case refused(AWSError)
    /// Nothing can be delivered for now, as far as this clip tells.
    case unreachable(AWSError)
}

extension Delivery {
    /// Whether the clip is to be delivered again.
    var isUnreachable: Bool {
        if case .unreachable = self { true } else { false }
    }

    /// A delivery that ended with an error.
    init(_ error: AWSError) {
        self = error.isAboutTheRequest ? .refused(error) : .unreachable(error)
    }
}
