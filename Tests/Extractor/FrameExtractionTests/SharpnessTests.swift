import FrameExtraction
import Testing

@Suite(.enabled(if: hasFFmpeg, "no ffmpeg command with libx264"))
struct SharpnessTests {
    /// A clip that comes into focus, in 8 and in 10 bits, and gray.
    @Test(arguments: [
        ("8 bits", ["-pix_fmt", "yuv420p"]), ("gray", ["-pix_fmt", "gray"]),
        ("10 bits", ["-profile:v", "high10", "-pix_fmt", "yuv420p10le"]),
    ])
    func blurTakesItAway(name: String, options: [String]) async throws {
        let source = "testsrc2=size=322x246:rate=30"
        let focus = "split[a][b];[b]gblur=sigma=3[c];[a][c]blend=all_expr='A*N/14+B*(14-N)/14'"
        let clip = TestClip(
            name: "into focus, \(name)", source: "\(source),\(focus)", encoder: ["-qp", "10"] + options)
        let sharpness = try decode(try await clip.bytes()).map(\.sharpness)
        #expect(sharpness.count == 15)
        #expect(sharpness.min() == sharpness.first && sharpness.max() == sharpness.last)
        #expect(try #require(sharpness.first) > 0)
    }

    @Test func nothingToSeeHasNone() async throws {
        let clip = TestClip(
            name: "even gray", source: "color=gray:size=64x64:rate=30", encoder: ["-qp", "0"])
        #expect(try decode(try await clip.bytes()).map(\.sharpness) == Array(repeating: 0, count: 15))
    }
}
