import RollcallMessages

/// A clip on its way to the cloud.
struct FilmedClip: Sendable {
    let identity: ClipIdentity
    private(set) var bytes: [UInt8]
    let captureTime: CaptureTime
    /// Whether it waited on disk for the network, so that its latency says nothing of the pipeline.
    let isLate: Bool
    var timings = Timings()

    /// A clip, or its first picture, as it comes from the camera.
    init(_ clip: Clip, device: String) {
        identity = ClipIdentity(device: device, timestamp: clip.captureTime.milliseconds)
        bytes = clip.bytes
        captureTime = clip.captureTime
        isLate = false
        timings.mark(.filmed, of: identity)
    }

    /// A clip that was kept on disk, perhaps by an earlier process.
    init(spooled bytes: [UInt8], timestamp: Int64, device: String, time: TimeSource = TimeSource()) {
        identity = ClipIdentity(device: device, timestamp: timestamp)
        self.bytes = bytes
        captureTime = CaptureTime(milliseconds: timestamp, instant: time.now() - time.age(of: timestamp))
        isLate = true
    }

    /// What is known of the clip, without the video.
    var withoutBytes: FilmedClip {
        var clip = self
        clip.bytes = []
        return clip
    }
}
