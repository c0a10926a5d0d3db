import ArgumentParser

/// The settings of capture and sending, on the command line.
struct CaptureOptions: ParsableArguments {
    @Option(help: .setting(.source)) var source: String?
    @Option(help: .setting(.cameraCommand)) var cameraCommand: String?
    @Option(help: .setting(.cameraWidth)) var width: String?
    @Option(help: .setting(.cameraHeight)) var height: String?
    @Option(help: .setting(.cameraFrameRate)) var framerate: String?
    @Option(help: .setting(.cameraBitRate)) var bitrate: String?
    @Option(help: .setting(.cameraRotation)) var rotation: String?
    @Option(help: .setting(.clipSeconds)) var clipSeconds: String?
    @Option(help: .setting(.way)) var way: String?
    @Option(help: .setting(.warm)) var warm: String?
    @Option(help: .setting(.gate)) var gate: String?
    @Option(help: .setting(.gateRest)) var gateRest: String?
    @Option(help: .setting(.uploads)) var uploads: String?
    @Option(help: .setting(.pollers)) var pollers: String?
    @Option(help: .setting(.resultSeconds)) var resultSeconds: String?
    @Option(help: .setting(.spoolFolder)) var spoolFolder: String?

    var flags: [SettingKey: String] {
        let texts: [SettingKey: String?] = [
            .source: source, .cameraCommand: cameraCommand, .cameraWidth: width, .cameraHeight: height,
            .cameraFrameRate: framerate, .cameraBitRate: bitrate, .cameraRotation: rotation,
            .clipSeconds: clipSeconds, .way: way, .warm: warm, .gate: gate, .gateRest: gateRest,
            .uploads: uploads,
            .pollers: pollers, .resultSeconds: resultSeconds, .spoolFolder: spoolFolder,
        ]
        return texts.compactMapValues(\.self)
    }
}
