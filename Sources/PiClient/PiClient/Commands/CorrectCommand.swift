import AWSClients
import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall correct`
struct CorrectCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct",
        abstract: "Say of a past result: this is not me, or this is me.",
        discussion: """
            A face that is not the person's keeps faces like it from getting that name. A face that is the person's \
            counts like one more photograph. The clip is named by its key or by the time that `rollcall run` shows \
            in front of its result; its frames must still be in S3.

              rollcall correct 14:03:05.123 --not "Ada Lovelace"
              rollcall correct lab/1700000000000.h264 --is "Ada Lovelace" --face 7@212,90
            """)

    @Argument(help: "The clip: its key, or the time of its result.")
    var clip: String

    @Option(name: .customLong("not"), help: ArgumentHelp("Whose face it is not.", valueName: "name"))
    var notPerson: String?

    @Option(name: .customLong("is"), help: ArgumentHelp("Whose face it is.", valueName: "name"))
    var person: String?

    @Option(
        help: ArgumentHelp(
            "Which face, as `face` in the JSON result. (default: the only one; with --not, the nearest)",
            valueName: "frame@x,y"))
    var face: String?

    @Flag(help: "Forget what was said of the clip.")
    var undo = false

    @Flag(help: "Write the Recognizer's answer as JSON.")
    var json = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func validate() throws {
        guard (notPerson == nil) != (person == nil) else {
            throw ValidationError("Say either --not or --is, and a name.")
        }
        _ = try PersonName(argument: person ?? notPerson ?? "")
        if let face, FaceReference(face) == nil {
            throw ValidationError("--face takes <frame>@<x>,<y>, such as 7@212,90.")
        }
    }

    func run(_ context: CommandContext) async throws {
        let verdict: Correction.Verdict = person == nil ? .isNotPerson : .isPerson
        let request = CorrectionRequest(
            clip: ClipName(clip, device: context.settings.device, now: WallClock.now()).key,
            bucket: context.settings.bucket, face: face.flatMap { FaceReference($0) },
            name: try PersonName(argument: person ?? notPerson ?? ""), verdict: verdict)
        if undo {
            try await context.withTables { students, attendance in
                try await forget(request, students, attendance, console: context.console)
            }
        } else {
            try await send(request, context)
        }
    }

    private func send(_ request: CorrectionRequest, _ context: CommandContext) async throws {
        let session = try AWSSession(
            configuration: .client(context.settings, environment: context.environment))
        let recognizer = RecognizerFunction(
            lambda: LambdaClient(session: session), name: context.settings.recognizer)
        let reply: CorrectionReply = try await recognizer.ask(
            .correct(request), to: "correct \(request.clip)")
        await session.shutdown()
        if json {
            context.console.line(try DisplayText(json: reply))
        } else if reply.stored {
            let words = request.verdict == .isPerson ? "is" : "is not"
            context.console.line(
                "stored  the face \(reply.face?.description ?? "") of \(reply.clip) \(words) \(reply.name)'s")
        }
        guard reply.stored else {
            context.console.notice(reply.reason ?? "The Recognizer gave no reason.")
            throw ExitCode.refused
        }
    }

    private func forget(
        _ request: CorrectionRequest, _ students: StudentTable, _ attendance: AttendanceTable,
        console: Console
    ) async throws {
        let stored = try await students.student(named: request.name)?.corrections ?? []
        let meant = stored.filter {
            $0.clip == request.clip && $0.verdict == request.verdict
                && (request.face == nil || request.face == $0.face)
        }
        guard !meant.isEmpty else {
            console.notice("Nothing like that is stored. `rollcall corrections` lists what is.")
            throw ExitCode.refused
        }
        // Before the correction is gone: if this fails, it can be asked for again.
        let place = request.clip.rollPlace
        let isSaidElsewhere = stored.contains {
            !meant.contains($0) && $0.verdict == request.verdict && $0.clip.rollPlace == place
        }
        if let place, !isSaidElsewhere {
            try await attendance.takeBack(
                request.verdict, in: place.minute, of: request.name.text, device: place.device)
        }
        for correction in meant {
            try await students.forgetCorrection(correction.id, of: request.name)
            console.line("forgot  the face \(correction.face) of \(correction.clip)")
        }
    }
}

/// Where the roll keeps a clip.
private struct RollPlace: Equatable {
    let device: String?
    let minute: LocalMinute
}

extension String {
    /// Where the roll keeps the clip of this key, by the process's time zone; nil for a key without a time.
    fileprivate var rollPlace: RollPlace? {
        let clip = ClipIdentity(clipKey: self, receivedAt: 0)
        return LocalMinute(unixMilliseconds: clip.timestamp).map {
            RollPlace(device: clip.device, minute: $0)
        }
    }
}
