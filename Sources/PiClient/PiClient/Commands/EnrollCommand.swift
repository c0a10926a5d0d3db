import AWSClients
import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall enroll`
struct EnrollCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll",
        abstract: "Enroll a person by photographs, or in front of the camera.",
        discussion: """
            Three photographs or more, with one face in each, make a person well recognized. A folder stands for all \
            JPEGs in it. With --folder a folder holds a folder for each person, named as the person is; what cannot be \
            used is told and passed over, and the exit code is 1.

            With --camera the person looks into the camera for five seconds and turns the head a little to both \
            sides. What is blurred, turned too far or shows somebody else is refused, the rest is kept.
            """)

    @Argument(help: "The person's name.")
    var name: String?

    @Argument(help: "JPEG photographs, or folders of them.")
    var photographs: [String] = []

    @Option(help: "The person's number in the school's books; another than the stored one is refused.")
    var id: String?

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

    @Flag(
        help: """
            With --folder: enroll those whose photographs another embedding network was shown, once the Recognizer has \
            a new one. Whose photographs are missing is told.
            """)
    var again = false

    @Flag(help: "Write the Recognizer's answers as JSON, one a line.")
    var json = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    var flags: [SettingKey: String] { source.map { [.source: $0] } ?? [:] }

    func validate() throws {
        if name != nil { _ = try person() }
        guard !again || people != nil else { throw ValidationError("--again goes with --folder.") }
        if camera {
            guard name != nil, photographs.isEmpty, people == nil else {
                throw ValidationError("--camera takes one person's name, and no photographs or folder.")
            }
            return
        }
        guard source == nil else { throw ValidationError("--source goes with --camera.") }
        if people != nil {
            guard name == nil, id == nil, major == nil, year == nil else {
                throw ValidationError(
                    "--folder takes no name, id, major or year: the folders' names are the people's.")
            }
        } else if name == nil || photographs.isEmpty {
            throw ValidationError(
                "Give a name and at least one photograph, or --folder and a folder of people.")
        }
    }

    func run(_ context: CommandContext) async throws {
        let settings = context.settings
        // Looked through first: what is wrong with the command's own arguments is said before anybody is enrolled.
        let (folders, passedOver) = try folders()
        let session = try AWSSession(configuration: .client(settings, environment: context.environment))
        let enrollment = Enrollment(
            s3: S3Client(session: session),
            recognizer: RecognizerFunction(
                lambda: LambdaClient(session: session), name: settings.recognizer),
            bucket: settings.bucket, device: settings.device)
        var isRefused = !passedOver.isEmpty
        if camera {
            let reply = try await enroll(
                try await film(context), as: try person(), enrollment, context.console)
            // In front of the camera some always are.
            isRefused = !reply.photographs.contains { $0.accepted }
        }
        var chosen = folders
        if again {
            let (atHand, isWhole) = try await toEnrollAgain(folders, enrollment, context)
            chosen = atHand
            isRefused = isRefused || !isWhole
        }
        for folder in chosen {
            let isWhole = try await enroll(folder, enrollment, context.console)
            isRefused = isRefused || !isWhole
        }
        for error in passedOver { context.console.notice("passed over \(error)") }
        await session.shutdown()
        if isRefused { throw ExitCode.refused }
    }

    /// The folders of those who have to be enrolled again, and whether nobody's is missing.
    private func toEnrollAgain(
        _ folders: [PhotographFolder], _ enrollment: Enrollment, _ context: CommandContext
    ) async throws -> (folders: [PhotographFolder], isWhole: Bool) {
        let models: ModelsReply = try await enrollment.recognizer.ask(.models, to: "name its networks")
        var students: [Student] = []
        try await context.withStudentTable { students = try await $0.students() }
        let second = SecondEnrollment(
            of: models.embedder, students: students, photographed: folders.map(\.name))
        if let complaint = second.complaint(of: people ?? "") { context.console.notice(complaint) }
        return (folders.filter { second.people.contains($0.name) }, second.missing.isEmpty)
    }

    /// Enrolls somebody by a folder, and returns whether all that is in it was taken. What goes wrong with one person
    /// keeps nobody else from being enrolled, as long as AWS answers.
    private func enroll(
        _ folder: PhotographFolder, _ enrollment: Enrollment, _ console: Console
    ) async throws -> Bool {
        var passedOver = folder.passedOver
        var photographs: [Photograph] = []
        for path in folder.photographs {
            do throws(PhotographError) {
                photographs.append(try Photograph(path: path))
            } catch {
                passedOver.append(error)
            }
        }
        for error in passedOver { console.notice("passed over \(error)") }
        guard !photographs.isEmpty else {
            console.notice("\(folder.name) is not enrolled: there is no photograph that can be taken.")
            return false
        }
        do {
            let reply = try await enroll(photographs, as: try person(folder.name), enrollment, console)
            return passedOver.isEmpty && reply.photographs.allSatisfy(\.accepted)
        } catch let error as RecognizerError where people != nil {
            console.notice("\(error)")
            return false
        }
    }

    private func enroll(
        _ photographs: [Photograph], as student: Student, _ enrollment: Enrollment, _ console: Console
    ) async throws -> EnrollmentReply {
        let reply = try await enrollment.enroll(
            student, photographs: photographs, replacesEarlier: replace || again)
        show(reply, paths: photographs.map(\.path), console: console)
        return reply
    }

    /// Whose photographs there are, and what was passed over in looking for them.
    private func folders() throws -> ([PhotographFolder], passedOver: [PhotographError]) {
        if let people { return try PhotographFolder.people(in: people) }
        if camera { return ([], []) }
        return ([try PhotographFolder(of: try person().name, paths: photographs)], [])
    }

    /// What the command says of the person.
    private func person(_ folder: PersonName? = nil) throws(ValidationError) -> Student {
        let named: PersonName
        if let folder { named = folder } else { named = try PersonName(argument: name ?? "") }
        return Student(
            name: named, id: try Student.detail(id, of: "The id"),
            major: try Student.detail(major, of: "The major"), year: try Student.detail(year, of: "The year"))
    }

    private func film(_ context: CommandContext) async throws -> [Photograph] {
        let settings = context.settings
        let target = CaptureTarget(settings.source)
        let command = try target.stillsCommand(
            settings.camera, seconds: CameraSession.seconds, perSecond: CameraSession.perSecond,
            searchPath: context.environment["PATH"] ?? "")
        let interruptions = try Interruptions()
        context.console.notice(
            "\(name ?? ""), look into the camera for \(Int(CameraSession.seconds)) seconds; turn your head a little to the "
                + "left and to the right.")
        let source = CommandSource(command: command, isLive: false, notice: context.console.notice)
        return try await CameraSession(
            source: source, name: target.name, rotation: settings.camera.statedRotation(of: target)
        ).photographs(until: interruptions.stop)
    }

    private func show(_ reply: EnrollmentReply, paths: [String], console: Console) {
        defer { warn(reply, console) }
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

    private func warn(_ reply: EnrollmentReply, _ console: Console) {
        guard let similar = reply.similar else { return }
        console.notice(
            "\(reply.name) and \(similar.name) may be one person (distance \(similar.distance.fixed(2))). If they are, "
                + "remove one of them with `rollcall students remove`; if not, a clip may take one for the other."
        )
    }
}
