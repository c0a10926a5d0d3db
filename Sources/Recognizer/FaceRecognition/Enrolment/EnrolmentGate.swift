/// Decides which photographs stand for a person: one clear frontal face, the same in all of them, and nobody else's.
public struct EnrolmentGate: Sendable {
    /// What became of one photograph.
    public typealias Verdict = Result<Embedding, PhotographRefusal>

    private let models: FaceModels
    private let settings: EnrolmentSettings

    /// A gate on loaded models.
    public init(models: FaceModels, settings: EnrolmentSettings = EnrolmentSettings()) {
        self.models = models
        self.settings = settings
    }

    /// Judges a person's photographs.
    ///
    /// - Parameters:
    ///   - photographs: JPEGs.
    ///   - name: The person's name.
    ///   - enrolled: The embeddings of the person's earlier photographs.
    ///   - gallery: Everybody who is enrolled.
    /// - Returns: A verdict for each photograph, in their order.
    /// - Throws: `ModelError` if a model fails.
    public func judge(
        _ photographs: [[UInt8]], of name: String, enrolled: [Embedding] = [], gallery: Gallery
    ) throws(ModelError) -> [Verdict] {
        var verdicts: [Verdict] = []
        for photograph in photographs { verdicts.append(try face(in: photograph)) }
        for (index, verdict) in verdicts.enumerated() {
            guard case .success(let embedding) = verdict else { continue }
            if let other = gallery.nearest(to: embedding, limit: 2).first(where: { $0.name != name }),
                other.distance < settings.minimumDistanceToOthers
            {
                verdicts[index] = .failure(.resembles(name: other.name, distance: other.distance))
            }
        }
        refuseDisagreement(&verdicts, enrolled: enrolled)
        return verdicts
    }

    /// Refuses what differs from the rest, the most different first, since it also pulls the mean away from the others.
    private func refuseDisagreement(_ verdicts: inout [Verdict], enrolled: [Embedding]) {
        while true {
            let accepted = verdicts.indices.compactMap { index in
                (try? verdicts[index].get()).map { (index: index, embedding: $0) }
            }
            let distances = accepted.compactMap { candidate -> (index: Int, distance: Double)? in
                let others = enrolled + accepted.filter { $0.index != candidate.index }.map(\.embedding)
                guard let mean = Embedding(meanOf: others.map { ($0, 1) }) else { return nil }
                return (candidate.index, candidate.embedding.distance(to: mean))
            }
            // Of two that differ only from each other, the first is kept.
            guard let worst = distances.max(by: { $0.distance <= $1.distance }),
                worst.distance > settings.maximumDisagreement
            else { return }
            verdicts[worst.index] = .failure(.differs(distance: worst.distance))
        }
    }

    /// The one face of a photograph, by itself.
    private func face(in photograph: [UInt8]) throws(ModelError) -> Verdict {
        let seen: Photograph
        do {
            seen = try Photograph(
                jpeg: photograph, maximumSide: settings.maximumSide, detector: models.detector)
        } catch let error as PictureError {
            return .failure(.picture(error))
        } catch let error as ModelError {
            throw error
        } catch {
            throw .failed(step: "Looking at a photograph", reason: "\(error)")
        }
        let faces = seen.faces
        guard let largest = faces.max(by: { $0.box.area < $1.box.area }) else { return .failure(.noFace) }
        let company = faces.count { Double($0.box.area) > Double(largest.box.area) * settings.companyShare }
        if company > 1 { return .failure(.severalFaces(count: company)) }
        if largest.box.width < settings.minimumWidth {
            return .failure(.tooSmall(width: largest.box.width, minimum: settings.minimumWidth))
        }
        if abs(largest.landmarks.turn) > settings.maximumTurn { return .failure(.turned) }
        let chip = try FaceChip(largest.landmarks, in: seen.picture, for: models.embedder)
        if chip.sharpness < settings.minimumSharpness { return .failure(.blurred) }
        return .success(try models.embedder.embedding(of: chip))
    }
}
