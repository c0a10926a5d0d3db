import Glibc

/// Looks for the cameras that are attached.
struct CameraSearch: Sendable {
    let searchPath: String
    /// Where udev links USB cameras by their names, which stay while `/dev/video0` may become `/dev/video2`; the link
    /// to what films ends on `-index0` ("60-persistent-v4l.rules", systemd).
    var usbFolder = "/dev/v4l/by-id"

    struct Camera: Sendable, Equatable {
        /// What `--source` takes.
        let source: String
        /// For people.
        let name: String
    }

    /// The cameras, the Raspberry Pi's own first.
    func cameras() async -> [Camera] {
        await boardCameras() + usbCameras()
    }

    /// rpicam-vid uses the first of those that it lists, as `0 : imx708 [4608x2592 10-bit RGGB] (/base/…)`.
    private func boardCameras() async -> [Camera] {
        let commands = CaptureCommand.cameraCommands
        guard
            let command = commands.first(where: {
                CaptureCommand.isInstalled($0, searchPath: searchPath)
            }),
            let list = try? await CaptureCommand(executable: command, arguments: ["--list-cameras"]).output(),
            let match = String(decoding: list, as: UTF8.self).firstMatch(of: /(?m)^\s*0 : (\S+)/)
        else { return [] }
        return [Camera(source: "camera", name: String(match.output.1))]
    }

    private func usbCameras() -> [Camera] {
        guard let folder = opendir(usbFolder) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix("-index0") { names.append(name) }
        }
        return names.sorted().map { Camera(source: "v4l2:\(usbFolder)/\($0)", name: $0) }
    }
}
