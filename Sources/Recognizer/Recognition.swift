import AWSClients
import FaceRecognition
import LambdaRuntime
import Logging
import Pipeline
import PipelineServices

/// The way of one clip through the function: get its frames, say who is in them, look the people up, send the result.
struct Recognition: Sendable {
    let loader: FrameLoader
    let recognizer: ClipRecognizer
    let settings: RecognitionSettings
    let gallery: GalleryCache
    let table: StudentTable
    let results: ResultQueue

    /// Recognises the people of a clip and sends the result.
    ///
    /// - Returns: The result, as it was sent.
    /// - Throws: `AWSError` where trying again can help. What cannot be mended by trying again is a `failed` result.
    func recognize(
        _ request: RecognitionRequest, receivedAt: Int64, context: LambdaContext
    ) async throws -> RecognitionResult {
        var timings = request.timings
        timings.mark(.recognizerStarted, of: request.identity, now: receivedAt)
        var result: RecognitionResult
        do {
            result = try await self.result(of: request, timings: &timings)
        } catch  where !error.mayPassByItself {
            context.logger.error(
                "Clip cannot be recognised", error: error, metadata: ["clip": "\(request.clipKey)"])
            result = RecognitionResult(
                identity: request.identity, clipKey: request.clipKey, status: .failed, error: "\(error)",
                timings: timings)
        }
        try await results.send(result)
        context.logger.info(
            "Clip recognised",
            metadata: [
                "clip": "\(request.clipKey)", "status": "\(result.status.rawValue)",
                "faces": "\(result.people.count)",
            ])
        return result
    }

    private func result(
        of request: RecognitionRequest, timings: inout Timings
    ) async throws -> RecognitionResult {
        let frames = try await loader.frames(of: request, limit: settings.maximumFrames)
        guard !frames.isEmpty else { throw NoFrames(clip: request.clipKey) }
        timings.mark(.framesLoaded, of: request.identity)
        let enrolled = try await gallery.gallery()
        let recognition = try recognizer.recognize(frames, gallery: enrolled)
        timings.mark(.recognized, of: request.identity)
        let students = try await students(named: Set(recognition.faces.compactMap(\.name)))
        timings.mark(.studentsFound, of: request.identity)
        let missing = Set(recognition.faces.compactMap(\.name)).subtracting(students.keys).sorted()
        return RecognitionResult(
            identity: request.identity, clipKey: request.clipKey,
            status: missing.isEmpty ? recognition.status : .failed,
            people: recognition.faces.map { face in
                RecognizedFace(face, student: face.name.flatMap { students[$0] })
            },
            confidence: recognition.confidence(threshold: settings.threshold(enrolled: enrolled.count)),
            error: missing.isEmpty ? nil : MissingStudents(names: missing, table: table.name).description,
            timings: timings)
    }

    /// The people's rows as of now, asked for at the same time.
    private func students(named names: Set<String>) async throws -> [String: Student] {
        try await withThrowingTaskGroup(of: Student?.self) { group in
            for name in names {
                group.addTask(executorPreference: globalConcurrentExecutor) { [table] in
                    try await table.student(named: name)
                }
            }
            var students: [String: Student] = [:]
            for try await student in group {
                if let student { students[student.name] = student }
            }
            return students
        }
    }
}

extension Error {
    /// Whether the same work may succeed when the service delivers it again.
    var mayPassByItself: Bool {
        switch self {
        case let error as AWSError: error.mayPassByItself
        case is PictureError, is ModelError, is NoFrames: false
        default: true
        }
    }
}
