import RollcallMessages
import Testing

struct ClipIdentityTests {
    @Test func namesClipAndFrames() {
        let clip = ClipIdentity(device: "lab", timestamp: 1_700_000_000_123)
        #expect(clip.clipKey == "lab/1700000000123.h264")
        #expect(clip.frameFolder == "lab/1700000000123/")
        #expect(clip.frameKey(0) == "lab/1700000000123/frame-000.jpg")
        #expect(clip.frameKey(14) == "lab/1700000000123/frame-014.jpg")
        #expect(clip.frameKey(1234) == "lab/1700000000123/frame-1234.jpg")
        #expect(ClipIdentity(device: nil, timestamp: 5).clipKey == "5.h264")
    }

    @Test(arguments: [
        ClipIdentity(device: nil, timestamp: 1_700_000_000_123),
        ClipIdentity(device: "lab", timestamp: 1),
        ClipIdentity(device: "school/room 7", timestamp: 42),
    ])
    func comesBackFromItsKeys(_ clip: ClipIdentity) {
        #expect(ClipIdentity(clipKey: clip.clipKey, receivedAt: -1) == clip)
        #expect(ClipIdentity(frameKey: clip.frameKey(7), receivedAt: -1) == clip)
        #expect(ClipIdentity(frameKey: clip.frameFolder, receivedAt: -1) == clip)
    }

    @Test func takesTheTimeOfArrivalForKeysWithoutOne() {
        let clip = ClipIdentity(clipKey: "Videos/lecture.final.mp4", receivedAt: 99)
        #expect(clip.timestamp == 99)
        #expect(clip.device == "Videos")
        #expect(clip.frameKey(0) == "Videos/lecture.final/frame-000.jpg")
        let huge = ClipIdentity(clipKey: "99999999999999999999999999.h264", receivedAt: 99)
        #expect(huge.timestamp == 99)
        #expect(ClipIdentity(clipKey: ".h264", receivedAt: 1).name == ".h264")
    }

    @Test func tellsFramesFromOtherObjects() {
        #expect(ClipIdentity.isFrameKey("lab/5/frame-000.jpg"))
        #expect(ClipIdentity.isFrameKey("frame-1000.jpg"))
        #expect(!ClipIdentity.isFrameKey("lab/5.h264"))
        #expect(!ClipIdentity.isFrameKey("lab/5/frame-.jpg"))
        #expect(!ClipIdentity.isFrameKey("lab/5/frame-0x1.jpg"))
    }
}
