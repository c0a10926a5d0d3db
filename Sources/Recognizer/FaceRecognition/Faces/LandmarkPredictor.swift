/// Finds five landmarks in a face (Kazemi and Sullivan, "One Millisecond Face Alignment with an Ensemble of Regression
/// Trees", CVPR 2014), with dlib's model. The points are dlib's.
public final class LandmarkPredictor: Sendable {
    private let model: LandmarkModel

    /// Maps `face_landmarks.trees`, which `ModelConverter` writes: nothing is read before it is needed.
    public init(path: String) throws(ModelError) {
        model = try LandmarkModel(path: path)
    }

    /// The landmarks of a face.
    ///
    /// - Parameters:
    ///   - box: Where the detector saw the face.
    ///   - picture: Grey.
    public func landmarks(of box: FaceBox, in picture: Picture) throws(ModelError) -> FaceLandmarks {
        guard picture.format == .grey else {
            throw .failed(step: "Finding landmarks", reason: "it takes a grey picture")
        }
        let shape = shape(of: box, in: picture)
        let points = (0..<LandmarkModel.points).map { point in
            let x = Double(shape[2 * point]) * box.spanX + Double(box.x)
            let y = Double(shape[2 * point + 1]) * box.spanY + Double(box.y)
            return FaceLandmarks.Point(x: Float((x + 0.5).rounded(.down)), y: Float((y + 0.5).rounded(.down)))
        }
        guard points.allSatisfy({ abs($0.x) < Self.farthest && abs($0.y) < Self.farthest }) else {
            throw .failed(
                step: "Finding landmarks", reason: "the model is damaged; run scripts/fetch-models again")
        }
        return FaceLandmarks(points: points)
    }

    /// Farther, in pixels, than a landmark of any picture can be.
    private static let farthest: Float = 0x1p20

    /// The shape of a face in coordinates of its box: x and y of point 0, of point 1, and so on.
    private func shape(of box: FaceBox, in picture: Picture) -> [Float] {
        let mean = model.meanShape
        var shape = mean
        var values = [Int32](repeating: 0, count: LandmarkModel.maximumPixels)
        model.forEachStage { stage in
            readPixels(of: stage, around: shape, mean: mean, box: box, in: picture, &values)
            // All leaves are known before the first is read, so that the processor need not wait for one after the other.
            let chosen = stage.chosenLeaves(values: values)
            stage.add(chosen, to: &shape)
        }
        return shape
    }

    /// Reads the pixels that a stage compares: at their places around the mean shape, turned and scaled as the mean shape
    /// must be to become `shape`. A pixel outside the picture is black.
    private func readPixels(
        of stage: LandmarkModel.Stage, around shape: [Float], mean: [Float], box: FaceBox,
        in picture: Picture,
        _ values: inout [Int32]
    ) {
        let turn = Turn(from: mean, to: shape)
        picture.pixels.withUnsafeBufferPointer { pixels in
            values.withUnsafeMutableBufferPointer { values in
                for index in 0..<stage.pixels {
                    let pixel = stage.pixel(index)
                    let x = turn.cosine * pixel.x - turn.sine * pixel.y + shape[2 * pixel.anchor]
                    let y = turn.sine * pixel.x + turn.cosine * pixel.y + shape[2 * pixel.anchor + 1]
                    let column = Double(x) * box.spanX + Double(box.x) + 0.5
                    let row = Double(y) * box.spanY + Double(box.y) + 0.5
                    // Compared before they are cut to integers, which not every number can be.
                    let isInside =
                        column >= 0 && column < Double(picture.width)
                        && row >= 0 && row < Double(picture.height)
                    values[index] = isInside ? Int32(pixels[Int(row) * picture.width + Int(column)]) : 0
                }
            }
        }
    }
}

/// How a shape is turned and scaled to fit another one best, by least squares (Umeyama, "Least-squares estimation of
/// transformation parameters between two point patterns", 1991).
private struct Turn {
    /// The scale times the cosine and the sine of the angle.
    let cosine, sine: Float

    /// Both shapes are x and y of point 0, of point 1, and so on.
    init(from one: [Float], to other: [Float]) {
        let (middleOne, middleOther) = (Self.middle(one), Self.middle(other))
        var (along, across, square) = (0.0, 0.0, 0.0)
        for index in stride(from: 0, to: one.count, by: 2) {
            let (x, y) = (Double(one[index]) - middleOne.x, Double(one[index + 1]) - middleOne.y)
            let (u, v) = (Double(other[index]) - middleOther.x, Double(other[index + 1]) - middleOther.y)
            along += x * u + y * v
            across += x * v - y * u
            square += x * x + y * y
        }
        cosine = square > 0 ? Float(along / square) : 1
        sine = square > 0 ? Float(across / square) : 0
    }

    private static func middle(_ shape: [Float]) -> (x: Double, y: Double) {
        var (x, y) = (0.0, 0.0)
        for index in stride(from: 0, to: shape.count, by: 2) {
            x += Double(shape[index])
            y += Double(shape[index + 1])
        }
        let count = Double(shape.count / 2)
        return (x / count, y / count)
    }
}

extension FaceBox {
    /// From the middle of the first column to that of the last, in pixels.
    fileprivate var spanX: Double { Double(width - 1) }
    /// From the middle of the first row to that of the last, in pixels.
    fileprivate var spanY: Double { Double(height - 1) }
}
