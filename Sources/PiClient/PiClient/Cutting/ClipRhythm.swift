/// What an even camera lets one foresee: how many frames a clip has and how many slices a frame.
///
/// One wrong guess ends the guessing, because a clip closed too early loses the rest of its last frame.
struct ClipRhythm {
    private var slicesPerFrame = 0
    private var evenFrames = 0
    private var framesPerClip = 0
    private var evenClips = 0
    private var isAwaitingIDR = false
    private var isAwaitingPicture = false
    private var isBroken = false

    mutating func observe(_ unit: AccessUnit) {
        if isAwaitingIDR {
            isAwaitingIDR = false
            // The bytes before a start code would be the rest of a frame that was thought complete.
            if !unit.isIDR || unit.nalUnits.first?.range.lowerBound != 0 { isBroken = true }
        }
        if isAwaitingPicture {
            isAwaitingPicture = false
            // The rest of a picture that was thought complete has fewer slices, or none.
            if unit.sliceCount != slicesPerFrame || unit.nalUnits.first?.range.lowerBound != 0 {
                isBroken = true
            }
        }
        evenFrames = unit.sliceCount == slicesPerFrame ? evenFrames + 1 : 1
        slicesPerFrame = unit.sliceCount
    }

    mutating func observeClip(frames: Int) {
        evenClips = frames == framesPerClip ? evenClips + 1 : 1
        framesPerClip = frames
    }

    /// The clip was closed at its foreseen end: the next access unit proves it right or wrong.
    mutating func foresawEnd() {
        isAwaitingIDR = true
    }

    /// A picture was taken for complete: the next access unit proves it right or wrong.
    mutating func foresawPicture() {
        isAwaitingPicture = true
    }

    func isPicture(slices: Int) -> Bool {
        !isBroken && evenFrames >= Self.evenPictures && slices == slicesPerFrame
    }

    /// So many pictures of as many slices make a rhythm.
    private static let evenPictures = 5

    /// Whether a clip of so many frames, the last of which has so many slices so far, is expected to be whole.
    func isEnd(frames: Int, slices: Int) -> Bool {
        isEnd(frames: frames) && slices == slicesPerFrame
    }

    /// Whether a clip of so many whole frames is expected to be whole.
    func isEnd(frames: Int) -> Bool {
        !isBroken && evenClips >= 2 && frames == framesPerClip && evenFrames >= framesPerClip
    }
}
