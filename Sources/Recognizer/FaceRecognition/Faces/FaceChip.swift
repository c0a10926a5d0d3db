internal import CNeuralNetwork

/// A face turned upright, centered and scaled as an embedding network was trained on.
public struct FaceChip: Sendable {
    /// RGB, as wide as high.
    public let picture: Picture

    /// Rows of R, G, B triples.
    var pixels: [UInt8] { picture.pixels }
    /// The width and height in pixels.
    var side: Int { picture.width }

    /// Cuts a face out of a picture.
    ///
    /// - Parameters:
    ///   - landmarks: The face's, in the picture's pixels.
    ///   - picture: RGB.
    ///   - embedder: The network that it is for.
    public init(_ landmarks: FaceLandmarks, in picture: Picture, for embedder: FaceEmbedder)
        throws(ModelError)
    {
        let points = embedder.model.points
        guard picture.format == .rgb, landmarks.points.count == points.count,
            let similarity = Similarity(from: points, to: landmarks.points)
        else {
            throw .failed(
                step: "Aligning a face", reason: "it takes an RGB picture and 5 points that are apart")
        }
        self.picture = picture.cutOut(side: embedder.model.width, similarity)
    }

    /// One face of several pictures: the weighted mean of the pixels; nil without pictures.
    init?(meanOf weighted: some Sequence<(chip: FaceChip, weight: Double)>) {
        var sums: [Float] = []
        var weights: Float = 0
        var side = 0
        for (chip, weight) in weighted {
            if sums.isEmpty {
                side = chip.side
                sums = [Float](repeating: 0, count: chip.pixels.count)
            }
            guard chip.side == side else { return nil }
            weights += Float(weight)
            for index in sums.indices { sums[index] += Float(weight) * Float(chip.pixels[index]) }
        }
        guard weights > 0, weights.isFinite else { return nil }
        self.init(side: side, pixels: sums.map { UInt8(max(0, min(255, ($0 / weights).rounded()))) })
    }

    /// The face as in a mirror.
    public var mirrored: FaceChip {
        var mirrored = pixels
        for row in 0..<side {
            for column in 0..<side {
                let from = (row * side + column) * 3
                let to = (row * side + side - 1 - column) * 3
                for component in 0..<3 { mirrored[to + component] = pixels[from + component] }
            }
        }
        return FaceChip(side: side, pixels: mirrored) ?? self
    }

    private init?(side: Int, pixels: [UInt8]) {
        guard let picture = Picture(format: .rgb, width: side, height: side, pixels: pixels) else {
            return nil
        }
        self.picture = picture
    }

    /// How sharp the face is: the mean absolute Laplacian of its green channel, in levels. A face scaled up, out of
    /// focus or moving has little; noise adds to it.
    public var sharpness: Double {
        let side = side
        guard side > 2 else { return 0 }
        return pixels.withUnsafeBufferPointer { pixels in
            var sum = 0
            for row in 1..<(side - 1) {
                for column in 1..<(side - 1) {
                    let center = (row * side + column) * 3 + 1
                    let around =
                        Int(pixels[center - 3]) + Int(pixels[center + 3])
                        + Int(pixels[center - 3 * side]) + Int(pixels[center + 3 * side])
                    sum += abs(4 * Int(pixels[center]) - around)
                }
            }
            return Double(sum) / Double((side - 2) * (side - 2))
        }
    }
}

/// How a shape is turned, scaled and moved to fit another one best, by least squares (Umeyama, "Least-squares
/// estimation of transformation parameters between two point patterns", 1991): x becomes a x - b y + c, and y becomes
/// b x + a y + d.
struct Similarity {
    let a, b, c, d: Float

    /// Nil if the first shape is a single point.
    init?(from one: [FaceLandmarks.Point], to other: [FaceLandmarks.Point]) {
        let (middle, target) = (Self.middle(one), Self.middle(other))
        var (along, across, square) = (0.0 as Float, 0.0 as Float, 0.0 as Float)
        for (from, to) in zip(one, other) {
            let (x, y) = (from.x - middle.x, from.y - middle.y)
            let (u, v) = (to.x - target.x, to.y - target.y)
            along += x * u + y * v
            across += x * v - y * u
            square += x * x + y * y
        }
        guard square > 0 else { return nil }
        a = along / square
        b = across / square
        c = target.x - a * middle.x + b * middle.y
        d = target.y - b * middle.x - a * middle.y
    }

    /// Pixels `scale` wide, from a place on.
    init(scale: Float, x: Float, y: Float) {
        (a, b, c, d) = (scale, 0, x, y)
    }

    private static func middle(_ points: [FaceLandmarks.Point]) -> FaceLandmarks.Point {
        let count = Float(max(1, points.count))
        return FaceLandmarks.Point(
            x: points.reduce(0) { $0 + $1.x } / count, y: points.reduce(0) { $0 + $1.y } / count)
    }
}

extension Picture {
    /// A square of an RGB picture whose pixels come from where a similarity maps them to; black outside.
    func cutOut(side: Int, _ similarity: Similarity) -> Picture {
        let count = side * side * 3
        let square = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let output = buffer.baseAddress else { return }
            withNetworkPicture {
                CNetwork_cutOut(
                    $0, similarity.a, similarity.b, similarity.c, similarity.d, Int32(clamping: side), output)
            }
            initialized = count
        }
        return Picture(format: .rgb, width: side, height: side, pixels: square) ?? self
    }

    func cutOut(side: Int, scale: Float, x: Float, y: Float) -> Picture {
        cutOut(side: side, Similarity(scale: scale, x: x, y: y))
    }
}
