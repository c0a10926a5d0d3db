import FaceRecognition
import FrameExtraction

/// What became of the clips of one level.
struct ClipAccuracy: Encodable {
    var clips = 0
    /// The clip's person was named, and nobody else.
    var right = 0
    /// Somebody else was named.
    var wrongName = 0
    /// Only strangers were seen.
    var unknown = 0
    /// No face was found.
    var noFace = 0
    /// Somebody was named with the clip's person taken out of the gallery.
    var strangersNamed = 0
    /// The frames that were looked at.
    var frames = 0
    /// The time for recognising, from JPEGs in memory, in milliseconds.
    var milliseconds = 0.0

    mutating func add(
        _ clip: Dataset.Clip, frames jpegs: [[UInt8]], recognizer: ClipRecognizer, gallery: Gallery
    ) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let recognition = try recognizer.recognize(jpegs, gallery: gallery)
        milliseconds += (clock.now - start) / .milliseconds(1)
        frames += recognition.frames
        clips += 1
        let names = Set(recognition.faces.compactMap(\.name))
        if names == [clip.person] {
            right += 1
        } else if !names.isEmpty {
            wrongName += 1
        } else if recognition.faces.isEmpty {
            noFace += 1
        } else {
            unknown += 1
        }
        var others = gallery
        others.remove(clip.person)
        let stranger = try recognizer.recognize(jpegs, gallery: others)
        if stranger.faces.contains(where: { $0.name != nil }) { strangersNamed += 1 }
    }

    /// The frames of a clip as the Extractor makes them.
    static func frames(of clip: [UInt8]) throws -> [[UInt8]] {
        let decoder = try ClipDecoder(clip)
        var encoder = JPEGEncoder()
        var frames: [[UInt8]] = []
        while let frame = try decoder.next() { frames.append(try encoder.encode(frame)) }
        return frames
    }
}
