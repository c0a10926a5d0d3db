/// Gathers access units into clips, cutting at the IDR picture nearest to the wanted length.
struct ClipAssembler {
    /// The wanted length in frames. A camera whose IDR pictures are farther apart gives longer clips.
    let targetFrames: Double
    let limits: ClipLimits
    /// Goes before the first slice of each clip.
    let orientation: [UInt8]

    private(set) var parameterSets = ParameterSets()
    private var open: [UInt8] = []
    private var repeatedHeaderBytes = 0
    private(set) var frameCount = 0
    private var framesSinceIDR = 0
    private var captureTime: CaptureTime?
    /// Whether the open clip's first picture was not handed out yet.
    private var hasNewFirstFrame = false
    private var skippedFrames = 0
    private(set) var skippedBytes = 0
    private var hasBegun = false
    private var lastTimestamp: Int64 = 0

    /// - Parameter rotation: degrees to the right by which the pictures must be turned to be upright.
    init(targetFrames: Double, limits: ClipLimits, rotation: Int) {
        self.targetFrames = targetFrames
        self.limits = limits
        orientation = DisplayOrientation.message(rotation: rotation)
    }

    /// Why no clip has begun; nil once one has.
    var reasonForNoClip: ClipCutterError? {
        if hasBegun { return nil }
        return skippedBytes == 0 ? .empty : whatIsMissing
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
            framesSinceIDR = 0
        }
        if captureTime != nil {
            open += unit.bytes
        } else if unit.isIDR, parameterSets.isComplete {
            begin(with: unit)
        } else {
            try skip(unit)
            return finished
        }
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
        hasBegun = true
        open = parameterSets.missing(from: unit)
        repeatedHeaderBytes = open.count
        let firstSlice = unit.nalUnits.first { NALUnit.hasSliceHeader($0.type) }?.range.lowerBound ?? 0
        open += unit.bytes[..<firstSlice] + orientation + unit.bytes[firstSlice...]
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
        throw whatIsMissing
    }

    private var whatIsMissing: ClipCutterError {
        parameterSets.isComplete
            ? .noIDR(frames: skippedFrames, bytes: skippedBytes) : .noParameterSets(frames: skippedFrames)
    }
}
