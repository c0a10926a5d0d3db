/// Decides which photographs stand for a person: one clear frontal face, the same in all of them, and nobody else's.
public struct EnrollmentGate: Sendable {
    /// What became of one photograph.
    public typealias Verdict = Result<Embedding, PhotographRefusal>

    private let models: FaceModels
    private let settings: EnrollmentSettings

    /// A gate on loaded models.
    public init(models: FaceModels, settings: EnrollmentSettings = EnrollmentSettings()) {
        self.models = models
        self.settings = settings
    }

    /// The embedding network.
    public var model: ModelDescription { models.embedder.model }

    private var maximumDisagreement: Double {
        settings.maximumDisagreement ?? model.maximumDisagreement
    }
    private var minimumDistanceToOthers: Double {
        settings.minimumDistanceToOthers ?? model.namingThreshold.least
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
        var faces: [Verdict] = []
        for photograph in photographs { faces.append(try face(in: photograph)) }
        return judge(faces, of: name, enrolled: enrolled, gallery: gallery)
    }

    /// Judges the faces of a person's photographs, which are good by themselves or refused already: whether they are
    /// the person's, and nobody else's.
    public func judge(
        _ faces: [Verdict], of name: String, enrolled: [Embedding] = [], gallery: Gallery
    ) -> [Verdict] {
        var verdicts = faces
        for (index, verdict) in verdicts.enumerated() {
            guard case .success(let embedding) = verdict else { continue }
            if let other = gallery.nearest(to: embedding, limit: 2).first(where: { $0.name != name }),
                other.distance < minimumDistanceToOthers
            {
                verdicts[index] = .failure(.resembles(name: other.name, distance: other.distance))
            }
        }
        if enrolled.isEmpty {
            refuseDisagreement(&verdicts)
        } else {
            refuseOthers(than: enrolled, &verdicts)
        }
        return verdicts
    }

    /// Somebody of another name who may be the same person: near enough that a clip could name either.
    ///
    /// - Parameter faces: All faces that stand for the person.
    public func lookalike(of name: String, faces: [Embedding], in gallery: Gallery) -> Gallery.Match? {
        guard let mean = Embedding(meanOf: faces.map { ($0, 1) }) else { return nil }
        let other = gallery.nearest(to: mean, limit: 2).first { $0.name != name }
        return other.flatMap {
            $0.distance
                < model.namingThreshold.distance(people: gallery.count, photographs: gallery.photographs)
                ? $0 : nil
        }
    }

    /// Refuses what is not the face that is enrolled. The likest is taken first and counts for the next one, so that a
    /// person may change, but nobody be outvoted by new photographs of somebody else.
    private func refuseOthers(than enrolled: [Embedding], _ verdicts: inout [Verdict]) {
        var known = enrolled
        var waiting = accepted(verdicts)
        while !waiting.isEmpty {
            // Without a mean, nobody can say whose these are.
            let mean = Embedding(meanOf: known.map { ($0, 1) })
            let distances = waiting.map { candidate in
                (candidate: candidate, distance: mean.map(candidate.embedding.distance) ?? 2)
            }
            guard let likest = distances.min(by: { $0.distance < $1.distance }),
                likest.distance <= maximumDisagreement
            else {
                for (candidate, distance) in distances {
                    verdicts[candidate.index] = .failure(.differs(distance: distance))
                }
                return
            }
            known.append(likest.candidate.embedding)
            waiting.removeAll { $0.index == likest.candidate.index }
        }
    }

    /// Of photographs of nobody who is known, refuses what differs from the rest, the most different first, since it
    /// also pulls the mean away from the others.
    private func refuseDisagreement(_ verdicts: inout [Verdict]) {
        while true {
            let accepted = accepted(verdicts)
            let distances = accepted.compactMap { candidate -> (index: Int, distance: Double)? in
                let others = accepted.filter { $0.index != candidate.index }
                guard let mean = Embedding(meanOf: others.map { ($0.embedding, 1) }) else { return nil }
                return (candidate.index, candidate.embedding.distance(to: mean))
            }
            // Of two that differ only from each other, the first is kept.
            guard let worst = distances.max(by: { $0.distance <= $1.distance }),
                worst.distance > maximumDisagreement
            else { return }
            verdicts[worst.index] = .failure(.differs(distance: worst.distance))
        }
    }

    private func accepted(_ verdicts: [Verdict]) -> [(index: Int, embedding: Embedding)] {
        verdicts.indices.compactMap { index in
            (try? verdicts[index].get()).map { (index: index, embedding: $0) }
        }
    }

    /// The one face of a photograph, judged by itself.
    ///
    /// - Throws: `ModelError` if a model fails.
    public func face(in photograph: [UInt8]) throws(ModelError) -> Verdict {
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
        return .success(try models.embedder.symmetricEmbedding(of: chip))
    }
}
