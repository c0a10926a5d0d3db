import AWSClients
import ArgumentParser
import Pipeline

/// `rollcall enroll`
struct EnrollCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Enrol a person by photographs.",
        discussion: """
            Three photographs or more, with one face in each, make a person well recognised. A folder stands for all \
            JPEGs in it. With --folder a folder holds a folder for each person, named as the person is.
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

    @Flag(help: "Forget the person's earlier photographs.")
    var replace = false

    @Flag(help: "Write the Recognizer's answers as JSON, one a line.")
    var json = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func validate() throws {
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
        for (name, paths) in try groups() {
            let photographs = try paths.map { path throws(PhotographError) in try Photograph(path: path) }
            let reply = try await enrolment.enroll(
                name: name, major: major, year: year, photographs: photographs, replacesEarlier: replace)
            show(reply, paths: paths, console: context.console)
            isRefused = isRefused || reply.photographs.contains { !$0.accepted }
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

    private func show(_ reply: EnrolmentReply, paths: [String], console: Console) {
        if json {
            if let bytes = try? MessageCoding.encode(reply) {
                console.line(String(decoding: bytes, as: UTF8.self))
            }
            return
        }
        for (path, photograph) in zip(paths, reply.photographs) {
            console.line(
                photograph.accepted ? "accepted  \(path)" : "refused   \(path): \(photograph.reason ?? "")")
        }
        console.line("\(reply.name): \(reply.enrolled) photographs enrolled")
    }
}
