/// A clip without a single frame.
struct NoFrames: Error, Hashable, CustomStringConvertible {
    let clip: String

    var description: String {
        "The clip \(clip) has no frames. Send their keys, a folder with frame-NNN.jpg objects or frames.zip in it, "
            + "or the JPEGs. An Extractor with ROLLCALL_FRAMES=none keeps none."
    }
}
