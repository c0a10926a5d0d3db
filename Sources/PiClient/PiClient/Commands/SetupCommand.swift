import AWSClients
import ArgumentParser
import FoundationEssentials
import WireFormats

/// `rollcall setup`
struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Find the camera, ask what is not known, and write the configuration.",
        discussion: """
            Films a second and shows a picture of it, so that you see what the camera sees; makes this machine the device \
            that `rollcall devices add` made a file for; writes the configuration, which its owner alone may read; and has \
            the service film from then on. What is configured already and not asked for stays.

            Without a terminal, answers are read from standard input, one a line; with --yes nothing is asked.
            """)

    @Option(help: .setting(.source)) var source: String?
    @Option(help: .setting(.cameraCommand)) var cameraCommand: String?
    @Option(help: .setting(.cameraRotation)) var rotation: String?
    @Option(help: .setting(.device)) var device: String?
    @Option(help: .setting(.region)) var region: String?
    @Option(help: .setting(.bucket)) var bucket: String?
    @Option(help: .setting(.queueURL)) var queueUrl: String?

    @Option(help: ArgumentHelp("The file that `rollcall devices add` wrote.", valueName: "file"))
    var deviceFile: String?

    @Option(help: ArgumentHelp("Where the picture is written.", valueName: "file"))
    var picture = "rollcall.jpg"

    @Option(help: "Where the configuration, certificate and key are.")
    var folder = "/etc/rollcall"

    @Flag(help: "Ask nothing: take the first camera that is found, and enable the service.")
    var yes = false

    @Flag(inversion: .prefixedNo, help: "Have the service film, now and after every start of the machine.")
    var enable = true

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let console = Console.standard(environment: environment)
        let service = ServiceUnit(searchPath: environment["PATH"] ?? "")
        let wasActive = await service.isActive()
        do {
            if wasActive {
                console.notice("\(service.name) is stopped while the camera is tried")
                try await service.stop()
            }
            try await setUp(environment, console)
            let films = try await enableService(service, Questions(console: console, isSilent: yes), console)
            if wasActive, !films { try await service.start() }
            console.line(
                """
                If nobody is named: sudo rollcall doctor --config \(IdentityFolder(path: folder).configuration)
                On your own machine: rollcall enroll NAME PHOTOGRAPH …, and whoever that is steps before the camera.
                """)
        } catch {
            if wasActive { try? await service.start() }
            console.notice("\(error)")
            throw ExitCode(reporting: error)
        }
    }

    private var flags: [SettingKey: String] {
        let texts: [SettingKey: String?] = [
            .source: source, .cameraCommand: cameraCommand, .cameraRotation: rotation, .device: device,
            .region: region, .bucket: bucket, .queueURL: queueUrl,
        ]
        return texts.compactMapValues(\.self)
    }

    private func setUp(_ environment: [String: String], _ console: Console) async throws {
        let folder = IdentityFolder(path: folder)
        let questions = Questions(console: console, isSilent: yes)
        let searchPath = environment["PATH"] ?? ""
        var changes = flags
        try folder.makeConfiguration()
        func settings() throws -> Settings {
            try SettingsLoader(
                flags: changes, environment: environment, configurationFile: folder.configuration
            ).load().settings
        }

        if try changes[.source] == nil && settings().camera.command == nil {
            let cameras = await CameraSearch(searchPath: searchPath).cameras()
            changes[.source] = try Self.choose(among: cameras, questions)
        }
        try await film(try settings(), searchPath: searchPath, console)
        try await provision(
            folder, deviceFile ?? Self.deviceFile(try settings(), questions), environment, console)
        let known = try settings()
        let suggestions = [SettingKey.region: environment["AWS_REGION"]]
        for key in [SettingKey.region, .bucket, .queueURL] where key.row.text(known) == nil {
            let answer = questions.ask(key.row.help, suggestion: suggestions[key] ?? nil)
            guard let answer else { throw SettingsError.missing(key) }
            changes[key] = answer
        }
        // What cannot be is refused before it is written.
        _ = try settings()
        try folder.change(changes)
        console.line("wrote \(folder.configuration)")
    }

    /// The source that is to be filmed.
    private static func choose(among cameras: [CameraSearch.Camera], _ questions: Questions) throws -> String
    {
        for (index, camera) in cameras.enumerated() {
            questions.console.notice("camera \(index + 1): \(camera.name)")
        }
        let question =
            cameras.isEmpty
            ? "No camera is attached. The address of a network camera, rtsp://…, or another source:"
            : "Which camera, or the address of a network camera, rtsp://…:"
        guard let answer = questions.ask(question, suggestion: cameras.isEmpty ? nil : "1") else {
            throw CaptureError.noCameraCommand(tried: CaptureCommand.cameraCommands)
        }
        guard let number = Int(answer), cameras.indices.contains(number - 1) else { return answer }
        return cameras[number - 1].source
    }

    /// Films a second, and keeps and shows the last picture, when the camera has got used to the light.
    private func film(_ settings: Settings, searchPath: String, _ console: Console) async throws {
        let target = CaptureTarget(settings.source)
        let stills = try await target.stillsCommand(
            settings.camera, seconds: 1, perSecond: 4, searchPath: searchPath
        ).output()
        guard let last = JPEGSequence.pictures(in: stills).last else {
            throw PhotographError(path: target.name, reason: .nothingFilmed)
        }
        let still = JPEGOrientation.state(settings.camera.statedRotation(of: target), in: last)
        do throws(SystemCallError) { try OutputFile.write(still, to: picture, isPrivate: true) } catch {
            throw ProvisioningError.unwritable(picture, reason: error.description)
        }
        if console.isTerminal, let pixels = try? await TerminalPicture.command(photograph: picture).output() {
            console.line(DisplayText(lines: TerminalPicture.lines(pixels: pixels)))
        }
        console.line("\(target.name) films: \(picture)")
    }

    /// The file that makes this machine a device, where it is none yet and has no keys.
    private static func deviceFile(_ settings: Settings, _ questions: Questions) -> String? {
        guard settings.identity == IdentitySettings() else { return nil }
        return questions.ask("The file that `rollcall devices add` wrote for this device; empty for none:")
    }

    private func provision(
        _ folder: IdentityFolder, _ file: String?, _ environment: [String: String], _ console: Console
    ) async throws {
        guard let file else { return }
        let device = try DeviceFile(path: file)
        try folder.install(device, from: file)
        let identity = folder.identity(
            device, authorities: environment[SettingKey.identityAuthorities.environmentName])
        _ = try await DeviceCredentials(identity).credentials()
        console.line("\(device.device) is given credentials")
    }

    /// Returns whether the service films now.
    private func enableService(
        _ service: ServiceUnit, _ questions: Questions, _ console: Console
    ) async throws -> Bool {
        guard enable, await service.isInstalled(),
            questions.confirm("Film from now on, and after every start of the machine?")
        else { return false }
        try await service.enable()
        console.line("\(service.name) films: journalctl --follow --unit \(service.name)")
        return true
    }
}
