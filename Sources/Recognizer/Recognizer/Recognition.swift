import AWSClients
import FaceRecognition
import LambdaRuntime
import Logging
import RollcallMessages
import RollcallServices

/// The way of one clip through the function: get its frames, say who is in them, look the people up, send the result.
struct Recognition: Sendable {
    let loader: FrameLoader
    let recognizer: ClipRecognizer
    let gallery: GalleryCache
    let rows: StudentRows
    /// The table that people's rows are in, for errors.
    let tableName: String
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
            result = try await self.result(of: request, timings: &timings, context: context)
        } catch  where !error.mayPassByItself {
            context.logger.error(
                "Clip cannot be recognised", error: error, metadata: ["clip": "\(request.clipKey)"])
            result = RecognitionResult(
                identity: request.identity, clipKey: request.clipKey, status: .failed, error: "\(error)",
                isProvisional: request.isProvisional, way: request.way, timings: timings)
        }
        result.trace = context.traceID
        try await deliver(result, isAwaited: request.isAwaited, context: context)
        return result
    }

    /// Sends the result; where the invoker waits for it, after it has the answer.
    private func deliver(_ result: RecognitionResult, isAwaited: Bool, context: LambdaContext) async throws {
        if !isAwaited { try await results.send(result) }
        context.afterResponse { [results, rows, logger = context.logger] in
            do {
                if isAwaited { try await results.send(result) }
                try await rows.refresh(Set(result.people.compactMap(\.name)))
            } catch {
                logger.error(
                    "Not done after the answer", error: error, metadata: ["clip": "\(result.clip)"])
            }
            logger.info(
                "Clip recognised",
                metadata: [
                    "clip": "\(result.clip)", "status": "\(result.status.rawValue)",
                    "faces": "\(result.people.count)", "provisional": "\(result.isProvisional)",
                ])
            ClipMetrics(
                function: "Recognizer", clip: result.clip, way: result.way, status: result.status.rawValue,
                timings: result.timings,
                stages: [.recognizerStarted, .framesLoaded, .recognized, .studentsFound]
            ).print()
        }
    }

    private func result(
        of request: RecognitionRequest, timings: inout Timings, context: LambdaContext
    ) async throws -> RecognitionResult {
        let request = try await loader.resolve(request)
        timings.fill(from: request.timings)
        let frames = try await loader.frames(of: request)
        guard frames.count > 0 else { throw NoFrames(clip: request.clipKey) }
        let enrolled = try await gallery.gallery()
        var examination = recognizer.examination(of: frames.count, order: request.order, gallery: enrolled)
        try await frames.forEach(in: examination.frameOrder, context: context) { frame in
            if timings[.framesLoaded] == nil { timings.mark(.framesLoaded, of: request.identity) }
            try examination.look(at: frame)
            return examination.nextFrame != nil
        }
        let recognition = try examination.result()
        if recognition.crowdedFrames > 0 {
            context.logger.warning(
                "A frame has more faces than are looked at",
                metadata: ["clip": "\(request.clipKey)", "most": "\(FaceDetector.maximumFaces)"])
        }
        timings.mark(.recognized, of: request.identity)
        let names = Set(recognition.faces.compactMap(\.name))
        let students = try await rows.students(named: names)
        timings.mark(.studentsFound, of: request.identity)
        let missing = names.subtracting(students.keys).sorted()
        return RecognitionResult(
            identity: request.identity, clipKey: request.clipKey,
            status: missing.isEmpty ? recognition.status : .failed,
            people: recognition.faces.map { face in
                RecognizedFace(face, student: face.name.flatMap { students[$0] })
            },
            confidence: recognition.confidence(threshold: recognizer.threshold(enrolled: enrolled.count)),
            error: missing.isEmpty ? nil : MissingStudents(names: missing, table: tableName).description,
            isProvisional: request.isProvisional, way: request.way, timings: timings)
    }
}

extension RecognitionRequest {
    /// Whether the invoker waits for the result.
    fileprivate var isAwaited: Bool { way == .sync || isProvisional }
}

extension Error {
    /// Whether the same work may succeed when the service delivers it again.
    var mayPassByItself: Bool {
        switch self {
        case let error as AWSError: error.mayPassByItself
        case is PictureError, is ModelError, is NoFrames, is EventError: false
        default: true
        }
    }
}
