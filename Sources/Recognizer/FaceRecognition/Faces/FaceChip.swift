internal import CDlib

/// A face turned upright, centred and scaled to 150 x 150 pixels, which is what the network was trained on.
public struct FaceChip: Sendable {
    /// The width and height in pixels.
    public static let side = Int(CDlibChipSide)

    /// Rows of R, G, B triples.
    public let pixels: [UInt8]

    /// Cuts a face out of a picture.
    ///
    /// - Parameters:
    ///   - landmarks: The face's, in the picture's pixels.
    ///   - picture: RGB.
    public init(_ landmarks: FaceLandmarks, in picture: Picture) throws(ModelError) {
        var error = ShimError()
        let points = landmarks.points.map { CDlibPoint(x: $0.x, y: $0.y) }
        guard picture.format == .rgb, points.count == CDlibLandmarkCount else {
            throw .failed(step: "Aligning a face", reason: "it takes an RGB picture and 5 landmarks")
        }
        let count = Self.side * Self.side * 3
        pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let chip = buffer.baseAddress else { return }
            let status = picture.withShimPicture { CDlib_alignedChip($0, points, chip, &error.text) }
            initialized = status == 0 ? count : 0
        }
        guard pixels.count == count else { throw .failed(step: "Aligning a face", reason: error.reason) }
    }

    /// One face of several pictures: the weighted mean of the pixels; nil without pictures.
    init?(meanOf weighted: some Sequence<(chip: FaceChip, weight: Double)>) {
        var sums = [Float](repeating: 0, count: Self.side * Self.side * 3)
        var weights: Float = 0
        for (chip, weight) in weighted {
            weights += Float(weight)
            for index in sums.indices { sums[index] += Float(weight) * Float(chip.pixels[index]) }
        }
        guard weights > 0, weights.isFinite else { return nil }
        pixels = sums.map { UInt8(max(0, min(255, ($0 / weights).rounded()))) }
    }

    /// The face as in a mirror.
    public var mirrored: FaceChip {
        var mirrored = pixels
        for row in 0..<Self.side {
            for column in 0..<Self.side {
                let from = (row * Self.side + column) * 3
                let to = (row * Self.side + Self.side - 1 - column) * 3
                for component in 0..<3 { mirrored[to + component] = pixels[from + component] }
            }
        }
        return FaceChip(pixels: mirrored)
    }

    private init(pixels: [UInt8]) {
        self.pixels = pixels
    }

    /// How sharp the face is: the mean absolute Laplacian of its green channel, in levels. A face scaled up, out of
    /// focus or moving has little; noise adds to it.
    public var sharpness: Double {
        let side = Self.side
        return pixels.withUnsafeBufferPointer { pixels in
            var sum = 0
            for row in 1..<(side - 1) {
                for column in 1..<(side - 1) {
                    let centre = (row * side + column) * 3 + 1
                    let around =
                        Int(pixels[centre - 3]) + Int(pixels[centre + 3])
                        + Int(pixels[centre - 3 * side]) + Int(pixels[centre + 3 * side])
                    sum += abs(4 * Int(pixels[centre]) - around)
                }
            }
            return Double(sum) / Double((side - 2) * (side - 2))
        }
    }
}
