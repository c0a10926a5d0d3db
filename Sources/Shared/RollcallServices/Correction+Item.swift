internal import AWSClients
internal import RollcallMessages

extension Correction {
    private enum Field {
        static let clip = "clip"
        static let face = "face"
        static let verdict = "verdict"
        static let time = "time"
        static let embedding = "embedding"
    }

    /// The correction of a value of the map; nil if the value is not valid.
    init?(value: AttributeValue) {
        guard let fields = value.map, let clip = fields[Field.clip]?.string,
            let face = fields[Field.face]?.string.flatMap({ FaceReference($0) }),
            let verdict = fields[Field.verdict]?.string.flatMap(Verdict.init),
            let time = fields[Field.time]?.number.flatMap({ Int64($0) }),
            let embedding = fields[Field.embedding].flatMap(StoredEmbedding.init(value:))
        else { return nil }
        self.init(clip: clip, face: face, verdict: verdict, time: time, embedding: embedding)
    }

    /// The correction as a value of the map.
    var value: AttributeValue {
        .map([
            Field.clip: .string(clip), Field.face: .string(face.description),
            Field.verdict: .string(verdict.rawValue), Field.time: .number("\(time)"),
            Field.embedding: embedding.value,
        ])
    }
}
