internal import CNeuralNetwork

/// A face turned upright, centered and scaled as an embedding network was trained on; where two networks look at it, as
/// each of them was.
public struct FaceChip: Sendable {
    /// RGB, as wide as high; one for each network.
    let pictures: [Picture]

    /// Cuts a face out of a picture.
    ///
    /// - Parameters:
    ///   - landmarks: The face's, in the picture's pixels.
    ///   - picture: RGB.
    ///   - embedder: The network that it is for.
    public init(_ landmarks: FaceLandmarks, in picture: Picture, for embedder: FaceEmbedder)
        throws(ModelError)
    {
        var pictures: [Picture] = []
        for model in embedder.networks {
            guard picture.format == .rgb, landmarks.points.count == model.points.count,
                let similarity = Similarity(from: model.points, to: landmarks.points)
            else {
                throw .failed(
                    step: "Aligning a face", reason: "it takes an RGB picture and 5 points that are apart")
            }
            pictures.append(picture.cutOut(side: model.width, similarity))
        }
        self.pictures = pictures
    }

    /// One face of several pictures: the weighted mean of the pixels; nil without pictures.
    init?(meanOf weighted: [(chip: FaceChip, weight: Double)]) {
        guard let count = weighted.first?.chip.pictures.count else { return nil }
        var pictures: [Picture] = []
        for network in 0..<count {
            let pictured = weighted.compactMap { chip, weight in
                chip.pictures.indices.contains(network)
                    ? (picture: chip.pictures[network], weight: weight) : nil
            }
            guard let mean = Picture(meanOf: pictured) else { return nil }
            pictures.append(mean)
        }
        self.pictures = pictures
    }

    /// The face as in a mirror.
    public var mirrored: FaceChip { FaceChip(pictures: pictures.map(\.mirrored)) }

    /// How sharp the face is: the mean absolute Laplacian of its green channel, in levels. A face scaled up, out of
    /// focus or moving has little; noise adds to it.
    public var sharpness: Double { pictures.first?.sharpness ?? 0 }

    private init(pictures: [Picture]) {
        self.pictures = pictures
    }
}

extension Picture {
    /// The weighted mean of the pixels of RGB squares; nil without squares, or if they are of different sizes.
    fileprivate init?(meanOf weighted: [(picture: Picture, weight: Double)]) {
        guard let side = weighted.first?.picture.width else { return nil }
        var sums = [Float](repeating: 0, count: side * side * 3)
        var weights: Float = 0
        for (picture, weight) in weighted {
            guard picture.pixels.count == sums.count else { return nil }
            weights += Float(weight)
            for index in sums.indices { sums[index] += Float(weight) * Float(picture.pixels[index]) }
        }
        guard weights > 0, weights.isFinite else { return nil }
        self.init(
            format: .rgb, width: side, height: side,
            pixels: sums.map { UInt8(max(0, min(255, ($0 / weights).rounded()))) })
    }

    /// An RGB picture as in a mirror.
    fileprivate var mirrored: Picture {
        var mirrored = pixels
        for row in 0..<height {
            for column in 0..<width {
                let from = (row * width + column) * 3
                let to = (row * width + width - 1 - column) * 3
                for component in 0..<3 { mirrored[to + component] = pixels[from + component] }
            }
        }
        return Picture(format: .rgb, width: width, height: height, pixels: mirrored) ?? self
    }

    /// See `FaceChip.sharpness`.
    fileprivate var sharpness: Double {
        let side = width
        guard side > 2, height == side else { return 0 }
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
