internal import Synchronization

/// Finds faces, and in each the eyes, the nose and the mouth.
public final class FaceDetector: Sendable {
    /// The most faces that one picture can have.
    public static let maximumFaces = 200

    /// What the model's file says of it.
    public let model: ModelDescription

    /// The networks keep memory from one picture to the next, so pictures take turns; small ones have a network of
    /// their own, since for a picture of another size memory is laid out anew.
    private let wholes: Mutex<NeuralNetwork>
    private let parts: Mutex<NeuralNetwork>

    /// Maps a model that `scripts/fetch-models` converted: nothing is read before it is needed.
    public init(path: String) throws(ModelError) {
        let network = try NeuralNetwork(path: path)
        model = network.description
        guard model.kind != .embedder else {
            throw .cannotLoad(path: path, reason: "\(model.name) finds no faces")
        }
        wholes = Mutex(network)
        parts = Mutex(try NeuralNetwork(path: path))
    }

    /// The score from which the model's author, or we, take a box for a face.
    public var standardScore: Double { model.thresholds[0] }

    /// The score of a face that counts if several frames show it.
    public var standardScoreOfSeveral: Double { model.thresholds[1] }

    /// The longer side of a picture in which near faces are found in little time, in pixels.
    public var nearSide: Int { max(64, Int(min(4096, max(0, model.thresholds[2])))) }

    /// The faces of a picture, the surest first.
    ///
    /// - Parameters:
    ///   - picture: RGB.
    ///   - minimumScore: The least confidence, see `DetectedFace.score`; nil for `standardScore`.
    public func faces(in picture: Picture, minimumScore: Double? = nil) throws(ModelError) -> [DetectedFace] {
        try wholes.withLock { network throws(ModelError) in
            try find(in: picture, network, minimumScore: minimumScore)
        }
    }

    /// The faces of a picture around the place where another picture of the same clip showed one: near it, and of about
    /// its size. The surest first.
    ///
    /// - Parameters:
    ///   - picture: RGB.
    ///   - box: The face in the other picture.
    ///   - minimumScore: The least confidence, see `DetectedFace.score`; nil for `standardScore`.
    public func faces(
        in picture: Picture, near box: FaceBox, minimumScore: Double? = nil
    ) throws(ModelError) -> [DetectedFace] {
        let size = Float(max(box.width, box.height, 1))
        let scale = size * Self.partInFaces / Float(Self.partSide)
        let half = Float(Self.partSide - 1) / 2 * scale
        let x = Float(box.x) + Float(box.width) / 2 - half
        let y = Float(box.y) + Float(box.height) / 2 - half
        let part = picture.cutOut(side: Self.partSide, scale: scale, x: x, y: y)
        let found = try parts.withLock { network throws(ModelError) in
            try find(in: part, network, minimumScore: minimumScore)
        }
        return found.map { $0.moved(x: x, y: y, scale: scale) }.filter { box.movement(to: $0.box) != nil }
    }

    /// Whether a search at `nearSide` and around so many places is less work than one at full size.
    func isQuicker(around places: Int, in picture: Picture) -> Bool {
        let (whole, longest) = (picture.width * picture.height, max(picture.width, picture.height, 1))
        guard longest > nearSide else { return false }
        let near = Double(whole) * Double(nearSide * nearSide) / Double(longest * longest)
        return near + Double(places * Self.partSide * Self.partSide) < Double(whole)
    }

    /// The side of the picture in which a face is looked for again, in pixels, and in faces.
    private static let partSide = 192
    private static let partInFaces: Float = 2.8

    private func find(
        in picture: Picture, _ network: borrowing NeuralNetwork, minimumScore: Double?
    ) throws(ModelError) -> [DetectedFace] {
        let score = Float(minimumScore ?? standardScore)
        let kind = model.kind
        let found = try network.run(picture, step: "Face detection") { outputs in
            kind == .yuNet
                ? FaceDecoding.yuNet(outputs, minimumScore: score)
                : FaceDecoding.centerFace(outputs, minimumScore: score)
        }
        return found.distinct()
    }
}
