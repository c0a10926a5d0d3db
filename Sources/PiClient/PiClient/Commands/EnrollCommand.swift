import AWSClients
import ArgumentParser
import RollcallMessages

/// `rollcall enroll`
struct EnrollCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Enrol a person by photographs, or in front of the camera.",
        discussion: """
            Three photographs or more, with one face in each, make a person well recognised. A folder stands for all \
            JPEGs in it. With --folder a folder holds a folder for each person, named as the person is.

            With --camera the person looks into the camera for five seconds and turns the head a little to both \
            sides. What is blurred, turned too far or shows somebody else is refused, the rest is kept.
            """)

    @Argument(help: "The person's name.")
    var name: String?

    @Argument(help: "JPEG photographs, or folders of them.")
    var photographs: [String] = []

    @Option(help: "The person's major; not given, the stored one stays.")
    var major: String?

    @Option(help: "The person's year; not given, the stored one stays.")
    var year: String?

    @Option(
        name: [.customLong("folder"), .customLong("people")],
        help: ArgumentHelp("A folder with one folder of photographs for each person.", valueName: "folder"))
    var people: String?

    @Flag(help: "Take the photographs now, with the camera or what --source names.")
    var camera = false

    @Option(help: "What to film, as for `rollcall run`. (default: camera)")
    var source: String?

    @Flag(help: "Forget the person's earlier photographs.")
    var replace = false

    @Flag(help: "Write the Recognizer's answers as JSON, one a line.")
    var json = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    var flags: [SettingKey: String] { source.map { [.source: $0] } ?? [:] }

    func validate() throws {
        if camera {
            guard name != nil, photographs.isEmpty, people == nil else {
                throw ValidationError("--camera takes one person's name, and no photographs or folder.")
            }
            return
        }
        guard source == nil else { throw ValidationError("--source goes with --camera.") }
        if people != nil {
            guard name == nil, major == nil, year == nil else {
                throw ValidationError(
                    "--folder takes no name, major or year: the folders' names are the people's.")
            }
        } else if name == nil || photographs.isEmpty {
            throw ValidationError(
                "Give a name and at least one photograph, or --folder and a folder of people.")
        }
    }

    func run(_ context: CommandContext) async throws {
        let settings = context.settings
        let session = try AWSSession(configuration: .client(settings, environment: context.environment))
        let enrolment = Enrolment(
            s3: S3Client(session: session),
            recognizer: RecognizerFunction(
                lambda: LambdaClient(session: session), name: settings.recognizer),
            bucket: settings.bucket, device: settings.device)
        var isRefused = false
        func enrol(_ name: String, _ photographs: [Photograph]) async throws -> EnrolmentReply {
            let reply = try await enrolment.enroll(
                name: name, major: major, year: year, photographs: photographs, replacesEarlier: replace)
            show(reply, paths: photographs.map(\.path), console: context.console)
            return reply
        }
        if camera, let name {
            let reply = try await enrol(name, try await film(name, context))
            // In front of the camera some always are.
            isRefused = !reply.photographs.contains { $0.accepted }
        } else {
            for (name, paths) in try groups() {
                let photographs = try paths.map { path throws(PhotographError) in
                    try Photograph(path: path)
                }
                let reply = try await enrol(name, photographs)
                isRefused = isRefused || reply.photographs.contains { !$0.accepted }
            }
        }
        await session.shutdown()
        if isRefused { throw ExitCode.refused }
    }

    /// Each person's name and photographs.
    private func groups() throws(PhotographError) -> [(name: String, paths: [String])] {
        var groups: [(name: String, paths: [String])] = []
        if let people {
            for name in try Photograph.people(in: people) {
                groups.append((name, try Photograph.paths(in: people + "/" + name)))
            }
        } else if let name {
            var paths: [String] = []
            for path in photographs { paths += try Photograph.paths(in: path) }
            groups.append((name, paths))
        }
        return groups
    }

    private func film(_ name: String, _ context: CommandContext) async throws -> [Photograph] {
        let settings = context.settings
        let target = CaptureTarget(settings.source)
        let command = try target.stillsCommand(
            settings.camera, seconds: CameraSession.seconds, perSecond: CameraSession.perSecond,
            searchPath: context.environment["PATH"] ?? "")
        let interruptions = try Interruptions()
        context.console.notice(
            "\(name), look into the camera for \(Int(CameraSession.seconds)) seconds; turn your head a little to the "
                + "left and to the right.")
        let source = CommandSource(command: command, isLive: false, notice: context.console.notice)
        return try await CameraSession(
            source: source, name: target.name, rotation: settings.camera.statedRotation(of: target)
        ).photographs(until: interruptions.stop)
    }

    private func show(_ reply: EnrolmentReply, paths: [String], console: Console) {
        if json {
            if let line = try? DisplayText(json: reply) { console.line(line) }
            return
        }
        for (path, photograph) in zip(paths, reply.photographs) {
            console.line(
                photograph.accepted ? "accepted  \(path)" : "refused   \(path): \(photograph.reason ?? "")")
        }
        console.line("\(reply.name): \(Photograph.count(reply.enrolled)) enrolled")
    }
}
