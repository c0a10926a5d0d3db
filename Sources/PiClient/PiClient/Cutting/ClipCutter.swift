/// Cuts a camera's H.264 stream into clips: no gap between them, nothing re-encoded, every byte kept.
struct ClipCutter {
    private var scanner = AccessUnitScanner()
    private var assembler: ClipAssembler
    private var rhythm = ClipRhythm()
    /// The stream's first bytes, until they are enough to tell what it is.
    private var head: [UInt8]? = []

    /// - Parameters:
    ///   - clipSeconds: the wanted length of a clip.
    ///   - frameRate: frames a second of the stream.
    ///   - rotation: degrees to the right by which the pictures must be turned to be upright; the clips say so.
    init(clipSeconds: Double, frameRate: Double, rotation: Int = 0, limits: ClipLimits = ClipLimits()) {
        assembler = ClipAssembler(targetFrames: clipSeconds * frameRate, limits: limits, rotation: rotation)
    }

    /// Takes the next bytes of the stream, read at `time`, and returns the clips they complete.
    mutating func append(_ bytes: [UInt8], at time: CaptureTime) throws(ClipCutterError) -> [Clip] {
        if var head {
            head += bytes.prefix(StreamFormat.headLength - head.count)
            if let format = StreamFormat(head: head) { throw .isOther(format) }
            self.head = head.count < StreamFormat.headLength ? head : nil
        }
        var clips: [Clip] = []
        for unit in try scanner.append(bytes, at: time) {
            if let clip = try add(unit) { clips.append(clip) }
        }
        return clips
    }

    /// Whether the open clip looks complete, so that a few milliseconds of silence would prove it.
    ///
    /// Only the next frame's first byte proves the end of a clip, one frame time late (33 ms at 30 frames a
    /// second). A camera with an even rhythm lets it be foreseen.
    var mayBeComplete: Bool {
        scanner.hasPicture
            ? rhythm.isEnd(frames: assembler.frameCount + 1, slices: scanner.sliceCount)
            : rhythm.isEnd(frames: assembler.frameCount)
    }

    /// Ends the open clip because the camera fell silent at its expected end.
    mutating func closeAfterSilence() throws(ClipCutterError) -> Clip? {
        guard mayBeComplete else { return nil }
        // An access unit delimiter that came right behind the clip's last picture begins the next clip.
        if scanner.hasPicture, let unit = scanner.flush() { _ = try add(unit) }
        rhythm.foresawEnd()
        return assembler.finish()
    }

    /// Whether a few milliseconds of silence would prove that the picture at hand is a clip's first one, and complete.
    var mayHaveFirstFrame: Bool { scanner.isIDR && rhythm.isPicture(slices: scanner.sliceCount) }

    /// The clip that the picture at hand begins, because the camera fell silent after it. The clip that it ends comes
    /// with it.
    mutating func endFirstFrameAfterSilence() throws(ClipCutterError) -> Clip? {
        guard mayHaveFirstFrame, let unit = scanner.flush() else { return nil }
        let clip = try add(unit)
        rhythm.foresawPicture()
        return clip
    }

    /// The first picture of the clip that has just begun, as a clip by itself; nil if it was taken before, or more has
    /// followed already.
    mutating func takeFirstFrame() -> Clip? {
        assembler.takeFirstFrame()
    }

    /// Ends the stream and returns its last clip, or two if the last frame begins one.
    mutating func finish() throws(ClipCutterError) -> [Clip] {
        var clips: [Clip] = []
        if let unit = scanner.flush(), let clip = try add(unit) { clips.append(clip) }
        if let clip = assembler.finish() { clips.append(clip) }
        return clips
    }

    /// Why a stream that has ended gave no clip; nil if it gave one.
    var reasonForNoClip: ClipCutterError? {
        guard case .noParameterSets? = assembler.reasonForNoClip, !scanner.hasStartCode else {
            return assembler.reasonForNoClip
        }
        return .noStartCode(bytes: assembler.skippedBytes)
    }

    private mutating func add(_ unit: AccessUnit) throws(ClipCutterError) -> Clip? {
        rhythm.observe(unit)
        let clip = try assembler.add(unit)
        if let clip { rhythm.observeClip(frames: clip.frameCount) }
        return clip
    }
}
