import AWSClients
import RollcallMessages
import RollcallPage
import RollcallServices

extension PageContent {
    private struct Now: Encodable {
        let device: String
        let filming: Bool
        let last: ClipLine?
        let seen: [LiveClips.Seen]
        let p50: Double?
        let waiting: Int
        let clips: Int
        let failed: Int
    }

    private struct Examination: Encodable {
        let findings: [Line]

        struct Line: Encodable {
            let verdict: String
            let subject: String
            let detail: String
            let remedy: String?
        }
    }

    /// Who is in the room, and how it goes.
    func now() -> some Encodable {
        let state = live.now
        return Now(
            device: settings.device, filming: state.isFilming,
            last: state.clips.last { !$0.result.people.isEmpty } ?? state.clips.last, seen: state.seen,
            p50: state.latency.summary?.p50, waiting: waitingClips, clips: state.answered,
            failed: state.failed)
    }

    /// How many clips are on disk.
    var waitingClips: Int { (try? ClipSpool.contents(of: settings.deviceFolder).count) ?? 0 }

    /// What the doctor says; of the camera nothing, since it may be filming.
    func doctor() async throws -> PageAnswer {
        var lines: [Examination.Line] = []
        await Doctor(settings: settings, environment: environment, examinesCamera: false).examine { finding in
            lines.append(
                Examination.Line(
                    verdict: finding.verdict.rawValue, subject: finding.subject,
                    detail: finding.detail.cleaned,
                    remedy: finding.remedy?.cleaned))
        }
        return try .json(Examination(findings: lines))
    }

    /// A frame of a clip, `picture?clip=lab/1700000000000.h264&frame=7`; no content where none is kept.
    func picture(_ request: PageRequest) async throws -> PageAnswer {
        guard let bucket = settings.bucket, let clip = request.query["clip"],
            let frame = request.query["frame"].flatMap({ Int($0) }), (0..<100_000).contains(frame)
        else { return .missing }
        let identity = ClipIdentity(clipKey: clip, receivedAt: 0)
        // Only what a clip is made of: the bucket holds photographs that are to be enrolled, and galleries, too.
        guard identity.timestamp > 0, identity.clipKey == clip else { return .missing }
        // The Extractor stores frames after the answer.
        let isNew = (0..<Self.newClip).contains(WallClock.now() - identity.timestamp)
        let deadline = ContinuousClock.now + (isNew ? Self.storing : .zero)
        while true {
            if let bytes = try await s3.frame(frame, of: identity, bucket: bucket) {
                return PageAnswer(type: "image/jpeg", body: bytes, isLasting: true)
            }
            guard .now < deadline else { return .nothing }
            try await Task.sleep(for: Self.storingPause)
        }
    }

    /// In milliseconds.
    private static let newClip: Int64 = 15_000
    private static let storing = Duration.seconds(3)
    private static let storingPause = Duration.milliseconds(200)
}
