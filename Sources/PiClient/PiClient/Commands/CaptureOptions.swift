import ArgumentParser
import Configuration
import RollcallMessages

/// The settings of capture and sending, on the command line.
struct CaptureOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What to film: camera, v4l2:/dev/video0, rtsp://…, a video file, or - for H.264 on standard input. "
                + "(default: camera)"))
    var source: String?

    @Option(help: "The camera command. (default: rpicam-vid, else libcamera-vid)")
    var cameraCommand: String?

    @Option(help: ArgumentHelp("Pixels. (default: 640)", valueName: "pixels"))
    var width: Int?

    @Option(help: ArgumentHelp("Pixels. (default: 480)", valueName: "pixels"))
    var height: Int?

    @Option(help: "Frames a second. (default: 30)")
    var framerate: Double?

    @Option(help: ArgumentHelp("Bits a second. (default: 1500000)", valueName: "bits"))
    var bitrate: Int?

    @Option(help: ArgumentHelp("A clip's length. (default: 0.5)", valueName: "seconds"))
    var clipSeconds: Double?

    @Option(
        help: ArgumentHelp(
            "How clips get to the functions: \(Route.names). "
                + "(default: \(Route.default))"))
    var way: String?

    @Option(help: "How many clips are sent at once. (default: 4)")
    var uploads: Int?

    @Option(help: "How many long polls are open at once. (default: 2)")
    var pollers: Int?

    @Option(
        help: ArgumentHelp(
            "How long to wait at the end for outstanding results. (default: 30)", valueName: "seconds"))
    var resultSeconds: Double?

    @Option(
        help: ArgumentHelp(
            "Where clips wait for the network. (default: ~/.local/state/rollcall/spool)", valueName: "folder")
    )
    var spoolFolder: String?

    var flags: [SettingKey: ConfigValue] {
        let contents: [SettingKey: ConfigContent?] = [
            .source: source.map(ConfigContent.string),
            .cameraCommand: cameraCommand.map(ConfigContent.string),
            .cameraWidth: width.map(ConfigContent.int), .cameraHeight: height.map(ConfigContent.int),
            .cameraFrameRate: framerate.map(ConfigContent.double),
            .cameraBitRate: bitrate.map(ConfigContent.int),
            .clipSeconds: clipSeconds.map(ConfigContent.double),
            .way: way.map(ConfigContent.string),
            .uploads: uploads.map(ConfigContent.int), .pollers: pollers.map(ConfigContent.int),
            .resultSeconds: resultSeconds.map(ConfigContent.double),
            .spoolFolder: spoolFolder.map(ConfigContent.string),
        ]
        return contents.compactMapValues { $0.map { ConfigValue($0, isSecret: false) } }
    }
}
