import AWSClients
import FaceRecognition
import LambdaRuntime
import Logging
import RollcallFunction
import RollcallMessages
import RollcallServices

/// One clip in the function: get its frames, say who is in them, look the people up, send the result.
struct Recognition: Sendable {
    typealias Job = ClipJob<RecognitionRequest>

    let loader: FrameLoader
    let recognizer: ClipRecognizer
    let gallery: GalleryCache
    let familiar = FamiliarPeople()
    let rows: StudentRows
    /// Nil where no attendance is kept.
    let attendance: AttendanceBook?
    /// The table that people's rows are in, for errors.
    let tableName: String
    let results: ResultQueue
    let strangers: StrangerFolder
    let clips: ClipKeeper
    let meter: FunctionMeter

    /// Recognizes the people of a clip and sends the result.
    ///
    /// - Returns: The result, as it was sent.
    /// - Throws: `AWSError` where trying again can help. What cannot be mended by trying again is a `failed` result.
    func recognize(_ job: Job) async throws -> RecognitionResult {
        var job = job
        var result: RecognitionResult
        var recognition: ClipRecognition?
        do {
            (result, recognition) = try await self.result(of: &job)
        } catch  where !error.worthRedelivering {
            job.context.logger.error("Clip cannot be recognized", error: error, metadata: job.metadata)
            result = job.result(.failed, error: "\(error)")
        }
        result.usage = (Usage(job.request.usage) + meter.take()).amounts
        try await deliver(result, recognition, of: job)
        return result
    }

    /// Sends the result; where the invoker waits for it, after it has the answer.
    private func deliver(
        _ result: RecognitionResult, _ recognition: ClipRecognition?, of job: Job
    ) async throws {
        let isAwaited = job.request.awaitsAnswer
        if !isAwaited { try await results.send(result) }
        job.context.afterResponse {
            [results, rows, attendance, clips, folder = self.strangers, logger = job.context.logger] in
            // What fails keeps nothing else back.
            func attempt(_ step: String, _ work: () async throws -> Void) async {
                do { try await work() } catch {
                    let metadata = job.metadata.merging(["step": "\(step)"]) { $1 }
                    logger.error("Not done after the answer", error: error, metadata: metadata)
                }
            }
            if isAwaited { await attempt("sending the result") { try await results.send(result) } }
            await attempt("noting the attendance") { try await attendance?.note(result) }
            await attempt("keeping the clip") {
                try await clips.keep(result, of: job.request, seenFrames: recognition?.seenFrames)
            }
            if let recognition, !recognition.isConfirmed, !result.isPreview {
                await attempt("keeping unknown faces") {
                    try await folder.keep(
                        UnknownFaces(recognition.faces, clip: result.clip, model: recognizer.model.name),
                        of: result.identity,
                        bucket: job.request.bucket)
                }
            }
            await attempt("reading people's rows") {
                try await rows.refresh(Set(result.people.compactMap(\.name)))
            }
            logger.info(
                "Clip recognized",
                metadata: [
                    "clip": "\(result.clip)", "status": "\(result.status.rawValue)",
                    "faces": "\(result.people.count)", "provisional": "\(result.isPreview)",
                ])
        }
        job.measure(
            "Recognizer", status: result.status.rawValue,
            stages: [.recognizerStarted, .framesLoaded, .recognized, .studentsFound])
    }

    private func result(of job: inout Job) async throws -> (RecognitionResult, ClipRecognition) {
        job.request = try await loader.resolve(job.request)
        job.timings.fill(from: job.request.timings)
        let frames = try await loader.frames(of: job.request)
        guard frames.count > 0 else { throw NoFrames(clip: job.request.clipKey) }
        let (enrolled, revision) = try await gallery.numberedGallery()
        // The network works while the faces are compared.
        let change = Task(executorPreference: globalConcurrentExecutor) { [gallery] in
            await gallery.tableChanged()
        }
        let before = familiar.people(before: job.request.identity, galleryRevision: revision)
        var examination = recognizer.examination(
            of: frames.count, order: job.request.order, gallery: enrolled, familiar: before?.faces)
        try await frames.forEach(in: examination.frameOrder, context: job.context) { frame in
            if job.timings[.framesLoaded] == nil { job.mark(.framesLoaded) }
            try examination.look(at: frame)
            return examination.nextFrame != nil
        }
        let recognition = try examination.result()
        if recognition.crowdedFrames > 0 {
            job.context.logger.warning(
                "A frame has as many faces as are looked at, or more",
                metadata: ["clip": "\(job.request.clipKey)", "most": "\(FaceDetector.maximumFaces)"])
        }
        if !job.request.isPreview {
            familiar.note(
                recognition.familiar, in: job.request, confirming: recognition.isConfirmed ? before : nil,
                galleryRevision: revision)
            if recognition.isConfirmed { lookForFarFaces(examination, of: job) }
        }
        let faces = recognition.faces
        job.mark(.recognized)
        if await change.value { await rows.forgetAll() }
        let students = try await students(of: faces, context: job.context)
        job.mark(.studentsFound)
        let people = faces.map { face in RecognizedFace(face, student: face.name.flatMap { students[$0] }) }
        var result = job.result(
            people.status, people: people,
            confidence: people.confidence(threshold: recognizer.threshold(in: enrolled)))
        if recognition.isConfirmed, job.request.keepsSeenFrames { result.framesOf = before?.clip }
        return (result, recognition)
    }

    /// Whoever is far away and came since the clip before is seen in the next one.
    private func lookForFarFaces(_ examination: ClipExamination, of job: Job) {
        job.context.afterResponse { [familiar, logger = job.context.logger] in
            do {
                if try examination.missesAFace() { familiar.forget(device: job.request.identity.device) }
            } catch {
                logger.warning("Far faces were not looked for", error: error, metadata: job.metadata)
            }
        }
    }

    /// The rows of the people who were found. Who has none any more is a stranger, now and in the next clip.
    private func students(
        of faces: [ClipFace], context: LambdaContext
    ) async throws -> [String: Student] {
        let names = Set(faces.compactMap(\.name))
        let students = try await rows.students(named: names)
        let missing = names.subtracting(students.keys)
        if !missing.isEmpty {
            context.logger.notice(
                "People are no longer in the table and count as strangers",
                metadata: ["table": "\(tableName)", "names": "\(missing.sorted().joined(separator: ", "))"])
            await gallery.forget(missing)
        }
        return students
    }
}
