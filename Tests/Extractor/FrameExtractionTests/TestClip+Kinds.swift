extension TestClip {
    /// One of each kind that people's cameras and encoders make.
    static let kinds: [TestClip] = [
        baseline, main, high, highWithBFrames, fullRange, fullRangeIntra,
        TestClip(
            name: "odd size", source: "testsrc2=size=322x246:rate=30", encoder: ["-pix_fmt", "yuv420p"]),
        TestClip(
            name: "odd size, 4:4:4", source: "testsrc2=size=319x241:rate=30",
            encoder: ["-profile:v", "high444", "-pix_fmt", "yuv444p"]),
        TestClip(name: "4:2:2", encoder: ["-profile:v", "high422", "-pix_fmt", "yuv422p"]),
        TestClip(name: "4:2:2 full range", encoder: ["-profile:v", "high422", "-pix_fmt", "yuvj422p"]),
        TestClip(name: "4:2:0, 10 bits", encoder: ["-profile:v", "high10", "-pix_fmt", "yuv420p10le"]),
        TestClip(name: "gray", encoder: ["-pix_fmt", "gray"]),
        TestClip(
            name: "interlaced", encoder: ["-x264-params", "interlaced=1", "-pix_fmt", "yuv420p"]),
        TestClip(
            name: "four slices a frame",
            encoder: ["-tune", "zerolatency", "-slices", "4", "-pix_fmt", "yuv420p"]),
        TestClip(
            name: "fractal, three groups of pictures", source: "mandelbrot=size=256x192:rate=30",
            encoder: ["-g", "5", "-bf", "2", "-pix_fmt", "yuv420p"]),
        TestClip(
            name: "BT.709",
            encoder: ["-pix_fmt", "yuv420p", "-colorspace", "bt709", "-x264-params", "colormatrix=bt709"]),
        mp4, mp4WithIndexFirst, matroska, transportStream, withAudio,
    ]

    static let baseline = TestClip(
        name: "Baseline", encoder: ["-profile:v", "baseline", "-pix_fmt", "yuv420p"])
    static let main = TestClip(
        name: "Main", encoder: ["-profile:v", "main", "-bf", "0", "-pix_fmt", "yuv420p"])
    static let high = TestClip(
        name: "High", encoder: ["-profile:v", "high", "-bf", "0", "-pix_fmt", "yuv420p"])
    static let highWithBFrames = TestClip(
        name: "High with B-frames",
        encoder: ["-profile:v", "high", "-bf", "3", "-b-pyramid", "normal", "-pix_fmt", "yuv420p"])
    static let fullRange = TestClip(name: "full range", encoder: ["-pix_fmt", "yuvj420p"])
    static let fullRangeIntra = TestClip(
        name: "full range, key frames only", encoder: ["-pix_fmt", "yuvj420p", "-g", "1"])
    static let mp4 = TestClip(
        name: "MP4 with B-frames", encoder: ["-bf", "2", "-pix_fmt", "yuv420p"], fileExtension: "mp4")
    static let mp4WithIndexFirst = TestClip(
        name: "MP4, index first", encoder: ["-pix_fmt", "yuv420p", "-movflags", "+faststart"],
        fileExtension: "mp4")
    static let matroska = TestClip(
        name: "Matroska", encoder: ["-bf", "2", "-pix_fmt", "yuv420p"], fileExtension: "mkv")
    static let transportStream = TestClip(
        name: "MPEG-TS", encoder: ["-bf", "2", "-pix_fmt", "yuv420p"], fileExtension: "ts")
    static let withAudio = TestClip(
        name: "MP4 with sound", source: "testsrc2=size=320x240:rate=30[out0];sine=frequency=440[out1]",
        encoder: ["-pix_fmt", "yuv420p", "-c:a", "aac", "-t", "0.5"], fileExtension: "mp4")
}
