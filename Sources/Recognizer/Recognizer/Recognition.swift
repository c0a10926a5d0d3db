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
    let settings: RecognitionSettings
    let gallery: GalleryCache
    let rows: StudentRows
    /// Nil where no attendance is kept.
    let attendance: AttendanceBook?
    /// The table that people's rows are in, for errors.
    let tableName: String
    let results: ResultQueue

    /// Recognizes the people of a clip and sends the result.
    ///
    /// - Returns: The result, as it was sent.
    /// - Throws: `AWSError` where trying again can help. What cannot be mended by trying again is a `failed` result.
    func recognize(_ job: Job) async throws -> RecognitionResult {
        var job = job
        let result: RecognitionResult
        do {
            result = try await self.result(of: &job)
        } catch  where !error.worthRedelivering {
            job.context.logger.error("Clip cannot be recognized", error: error, metadata: job.metadata)
            result = job.result(.failed, error: "\(error)")
        }
        try await deliver(result, of: job)
        return result
    }

    /// Sends the result; where the invoker waits for it, after it has the answer.
    private func deliver(_ result: RecognitionResult, of job: Job) async throws {
        let isAwaited = job.request.awaitsAnswer
        if !isAwaited { try await results.send(result) }
        job.context.afterResponse { [results, rows, attendance, logger = job.context.logger] in
            do {
                if isAwaited { try await results.send(result) }
                try await attendance?.note(result)
                try await rows.refresh(Set(result.people.compactMap(\.name)))
            } catch {
                logger.error("Not done after the answer", error: error, metadata: job.metadata)
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

    private func result(of job: inout Job) async throws -> RecognitionResult {
        job.request = try await loader.resolve(job.request)
        job.timings.fill(from: job.request.timings)
        let frames = try await loader.frames(of: job.request)
        guard frames.count > 0 else { throw NoFrames(clip: job.request.clipKey) }
        let enrolled = try await gallery.gallery()
        var examination = recognizer.examination(
            of: frames.count, order: job.request.order, gallery: enrolled)
        try await frames.forEach(in: examination.frameOrder, context: job.context) { frame in
            if job.timings[.framesLoaded] == nil { job.mark(.framesLoaded) }
            try examination.look(at: frame)
            return examination.nextFrame != nil
        }
        let recognition = try examination.result()
        job.mark(.recognized)
        let names = Set(recognition.faces.compactMap(\.name))
        let students = try await rows.students(named: names)
        job.mark(.studentsFound)
        let missing = names.subtracting(students.keys).sorted()
        return job.result(
            missing.isEmpty ? recognition.status : .failed,
            people: recognition.faces.map { face in
                RecognizedFace(face, student: face.name.flatMap { students[$0] })
            },
            confidence: recognition.confidence(threshold: settings.threshold(enrolled: enrolled.count)),
            error: missing.isEmpty ? nil : MissingStudents(names: missing, table: tableName).description)
    }
}
