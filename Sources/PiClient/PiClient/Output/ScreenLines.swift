import RollcallMessages
import Synchronization

/// Which clips' lines are at the end of the screen, so that a line can be replaced.
final class ScreenLines: Sendable {
    private let clips = Mutex<[ClipIdentity]>([])

    /// Beyond these a line may have left the screen.
    private static let reach = 8

    /// The text with the cursor movements that bring it into the clip's line, or into a new one at the end.
    func place(_ text: DisplayText, of clip: ClipIdentity) -> DisplayText {
        clips.withLock { clips in
            guard let index = clips.lastIndex(of: clip) else {
                clips.append(clip)
                if clips.count > Self.reach { clips.removeFirst() }
                return text
            }
            // ECMA-48: cursor up, erase the line, and down again, one less for the line end that follows.
            let distance = clips.count - index
            let down: DisplayText = distance > 1 ? "\u{1b}[\(distance - 1)B" : ""
            return "\u{1b}[\(distance)A\r\u{1b}[2K\(text)\(down)"
        }
    }

    /// Something else was written: where the lines are is not known any more.
    func forget() {
        clips.withLock { $0 = [] }
    }
}
