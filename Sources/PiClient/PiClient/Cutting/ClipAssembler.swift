/// Gathers access units into clips, cutting at the IDR picture nearest to the wanted length.
struct ClipAssembler {
    /// The wanted length in frames. A camera whose IDR pictures are farther apart gives longer clips.
    let targetFrames: Double
    let limits: ClipLimits

    private(set) var parameterSets = ParameterSets()
    private var open: [UInt8] = []
    private var repeatedHeaderBytes = 0
    private(set) var frameCount = 0
    private var framesSinceIDR = 0
    private var captureTime: CaptureTime?
    /// Whether the open clip's first picture was not handed out yet.
    private var hasNewFirstFrame = false
    private var skippedFrames = 0
    private var skippedBytes = 0
    private var lastTimestamp: Int64 = 0

    init(targetFrames: Double, limits: ClipLimits) {
        self.targetFrames = targetFrames
        self.limits = limits
    }

    /// Takes the next access unit.
    ///
    /// - Returns: The clip that the access unit ends: by beginning the next, or because the limits are reached.
    /// - Throws: `ClipCutterError` if there is nothing to begin a clip with within the limits.
    mutating func add(_ unit: AccessUnit) throws(ClipCutterError) -> Clip? {
        parameterSets.update(from: unit)
        var finished: Clip?
        if unit.isIDR {
            if shouldCut { finished = finish() }
            if captureTime == nil, parameterSets.isComplete { begin(with: unit) }
            framesSinceIDR = 0
        }
        guard captureTime != nil else {
            try skip(unit)
            return finished
        }
        open += unit.bytes
        frameCount += 1
        framesSinceIDR += 1
        if finished == nil, frameCount >= limits.maximumFrames || open.count >= limits.maximumBytes {
            // What was filmed is a clip all the same. What follows waits for the next IDR picture.
            finished = finish()
        }
        return finished
    }

    /// The open clip as long as it is a single picture, once: with its headers it can be decoded by itself.
    mutating func takeFirstFrame() -> Clip? {
        guard hasNewFirstFrame, frameCount == 1, let captureTime else { return nil }
        hasNewFirstFrame = false
        return Clip(
            bytes: open, repeatedHeaderBytes: repeatedHeaderBytes, frameCount: 1, captureTime: captureTime)
    }

    /// Ends the open clip.
    mutating func finish() -> Clip? {
        guard let captureTime else { return nil }
        defer {
            open = []
            frameCount = 0
            self.captureTime = nil
            hasNewFirstFrame = false
        }
        return Clip(
            bytes: open, repeatedHeaderBytes: repeatedHeaderBytes, frameCount: frameCount,
            captureTime: captureTime)
    }

    /// The next IDR picture is expected as far away as this one was: cut at whichever is nearer to the target.
    private var shouldCut: Bool {
        Double(frameCount) >= targetFrames - Double(framesSinceIDR) / 2
    }

    private mutating func begin(with unit: AccessUnit) {
        // Whatever could not be decoded before the first IDR picture is left behind.
        skippedFrames = 0
        skippedBytes = 0
        open = parameterSets.missing(from: unit)
        repeatedHeaderBytes = open.count
        captureTime = unique(unit.arrival)
        hasNewFirstFrame = true
    }

    /// Clips are identified by their millisecond: two that were read in the same one are set apart.
    private mutating func unique(_ time: CaptureTime) -> CaptureTime {
        var milliseconds = time.milliseconds
        if milliseconds <= lastTimestamp, lastTimestamp - milliseconds < 1000 {
            milliseconds = lastTimestamp + 1
        }
        lastTimestamp = milliseconds
        return CaptureTime(milliseconds: milliseconds, instant: time.instant)
    }

    private mutating func skip(_ unit: AccessUnit) throws(ClipCutterError) {
        skippedFrames += 1
        skippedBytes += unit.bytes.count
        guard skippedFrames > limits.maximumFrames || skippedBytes > limits.maximumBytes else { return }
        throw parameterSets.isComplete
            ? .noIDR(frames: skippedFrames, bytes: skippedBytes) : .noParameterSets(frames: skippedFrames)
    }
}
