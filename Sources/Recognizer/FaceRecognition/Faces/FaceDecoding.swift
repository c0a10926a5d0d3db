internal import CNeuralNetwork
internal import Glibc

/// Turns a detector's maps of numbers into faces.
enum FaceDecoding {
    /// The faces of YuNet's maps, one for every 8th, 16th and 32nd pixel: whether it is a face and whether there is
    /// one, the place and the size of its box, its points (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face
    /// Detector", 2023, and OpenCV's face_detect.cpp).
    static func yuNet(_ outputs: [CNetworkOutput], minimumScore: Float) -> [DetectedFace] {
        outputs.enumerated().flatMap { index, output in
            let step = Float(8 << min(index, 8))
            guard output.channels == 16 else { return [DetectedFace]() }
            return faces(in: output) { row, column, values in
                let score = (values[0] * values[1]).squareRoot()
                guard score >= minimumScore else { return nil }
                let (middleX, middleY) = ((Float(column) + values[2]) * step, (Float(row) + values[3]) * step)
                let (width, height) = (exp(values[4]) * step, exp(values[5]) * step)
                return face(
                    x: middleX - width / 2, y: middleY - height / 2, width: width, height: height,
                    score: score
                ) { point in
                    FaceLandmarks.Point(
                        x: (Float(column) + values[6 + 2 * point]) * step,
                        y: (Float(row) + values[7 + 2 * point]) * step)
                }
            }
        }
    }

    /// The faces of CenterFace's map, for every fourth pixel: whether there is the middle of a face, its height and
    /// width, its place between pixels, its points (Xu, Yan, Sun, et al., "CenterFace: Joint Face Detection and
    /// Alignment Using Face as Point", 2020).
    static func centerFace(_ outputs: [CNetworkOutput], minimumScore: Float) -> [DetectedFace] {
        guard let output = outputs.first, output.channels == 15 else { return [] }
        return faces(in: output) { row, column, values in
            let score = values[0]
            guard score >= minimumScore else { return nil }
            let (height, width) = (exp(values[1]) * 4, exp(values[2]) * 4)
            let x = (Float(column) + values[4] + 0.5) * 4 - width / 2
            let y = (Float(row) + values[3] + 0.5) * 4 - height / 2
            return face(x: x, y: y, width: width, height: height, score: score) { point in
                FaceLandmarks.Point(
                    x: values[6 + 2 * point] * width + x, y: values[5 + 2 * point] * height + y)
            }
        }
    }

    /// More candidates than this say nothing more: of noise, every pixel may be one.
    private static let maximumCandidates = 4000

    private static func faces(
        in output: CNetworkOutput, _ decode: (Int, Int, UnsafePointer<Float>) -> DetectedFace?
    ) -> [DetectedFace] {
        var faces: [DetectedFace] = []
        for row in 0..<Int(output.rows) {
            for column in 0..<Int(output.columns) {
                let values = output.values + row * output.rowStride + column * output.pixelStride
                if let face = decode(row, column, values) { faces.append(face) }
                if faces.count == maximumCandidates { return faces }
            }
        }
        return faces
    }

    /// A face, if its numbers are those of one.
    private static func face(
        x: Float, y: Float, width: Float, height: Float, score: Float, point: (Int) -> FaceLandmarks.Point
    ) -> DetectedFace? {
        let points = (0..<5).map(point)
        let numbers = [x, y, width, height] + points.flatMap { [$0.x, $0.y] }
        guard numbers.allSatisfy({ abs($0) < farthest }), width >= 1, height >= 1 else { return nil }
        return DetectedFace(
            box: FaceBox(
                x: Int(x.rounded()), y: Int(y.rounded()), width: Int(width.rounded()),
                height: Int(height.rounded())),
            score: Double(score), landmarks: FaceLandmarks(points: points))
    }

    /// Farther, in pixels, than any part of a picture's faces.
    private static let farthest: Float = 0x1p14
}
