import CNeuralNetwork
import Testing

/// Squares that are cut out of pictures, beside the definition in double precision.
struct CutOutTests {
    private static let (columns, rows) = (190, 130)
    /// Noise: every pixel differs from its neighbors.
    private static let pixels = (0..<columns * rows * 3).map {
        UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13)
    }

    struct Square: Sendable, CustomTestStringConvertible {
        let a, b, c, d: Float
        var side = 64
        var testDescription: String { "\(a), \(b), \(c), \(d), side \(side)" }
    }

    @Test(arguments: [
        // Upright: enlarged, as it is, reduced, and reduced so much that samples are left out.
        Square(a: 0.37, b: 0, c: 20.3, d: 31.8), Square(a: 1, b: 0, c: 7, d: 9),
        Square(a: 1.7, b: 0, c: 3.4, d: 2.2), Square(a: 2.9, b: 0, c: -12.5, d: -30.7),
        Square(a: 13.2, b: 0, c: -300, d: -200), Square(a: 19, b: 0, c: -500, d: -500),
        // The same, turned.
        Square(a: 0.4, b: 0.2, c: 40, d: 30), Square(a: 1.1, b: -0.8, c: 30, d: 90),
        Square(a: -2, b: 1.5, c: 150, d: 60), Square(a: 1.7, b: 1e-6, c: 3.4, d: 2.2),
        // Over the edges, beside the picture, and of one pixel.
        Square(a: 3, b: 0, c: 150, d: 100), Square(a: 1, b: 0.5, c: -20, d: 110),
        Square(a: 1, b: 0, c: 500, d: 0), Square(a: 1, b: 0, c: 0, d: -500),
        Square(a: 2, b: 0, c: 188.5, d: 128.5, side: 1),
        // Larger than what upright squares are cut for.
        Square(a: 0.7, b: 0, c: -5, d: -5, side: 300),
    ])
    func areTheMeanOfWhatTheyCover(_ square: Square) {
        let cut = Self.cutOut(square)
        let expected = Self.definition(of: square)
        let difference = zip(cut, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
        // Half a step of rounding, and what single precision is off by in places of hundreds of pixels.
        #expect(difference < 0.75)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, 1e30, -1e30])
    func areBlackWhereNothingIs(_ place: Float) {
        #expect(Self.cutOut(Square(a: 1, b: 0, c: place, d: 0)).allSatisfy { $0 == 0 })
        #expect(Self.cutOut(Square(a: 1, b: 0.1, c: 0, d: place)).allSatisfy { $0 == 0 })
        #expect(Self.cutOut(Square(a: abs(place), b: 0, c: -1e9, d: -1e9, side: 8)).allSatisfy { $0 == 0 })
    }

    private static func cutOut(_ square: Square) -> [UInt8] {
        pixels.withUnsafeBufferPointer { pixels in
            [UInt8](unsafeUninitializedCapacity: square.side * square.side * 3) { buffer, count in
                guard let from = pixels.baseAddress, let to = buffer.baseAddress else { return }
                let picture = CNetworkPicture(
                    pixels: from, rows: Int32(rows), columns: Int32(columns), rowStride: columns * 3)
                CNetwork_cutOut(picture, square.a, square.b, square.c, square.d, Int32(square.side), to)
                count = buffer.count
            }
        }
    }

    /// Each pixel is the mean of as many samples as it is wide, 16 at most, between the picture's pixels.
    private static func definition(of square: Square) -> [Double] {
        let (a, b) = (Double(square.a), Double(square.b))
        let samples = min(16, max(1, Int((a * a + b * b).squareRoot().rounded(.up))))
        let offsets = (0..<samples).map { (Double($0) + 0.5) / Double(samples) - 0.5 }
        return (0..<square.side * square.side * 3).map { index in
            let (row, column, color) = (index / 3 / square.side, index / 3 % square.side, index % 3)
            let sum = offsets.reduce(0) { sum, down in
                offsets.reduce(sum) { sum, along in
                    let (x, y) = (Double(column) + along, Double(row) + down)
                    return sum
                        + value(a * x - b * y + Double(square.c), b * x + a * y + Double(square.d), color)
                }
            }
            return sum / Double(samples * samples)
        }
    }

    private static func value(_ x: Double, _ y: Double, _ color: Int) -> Double {
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        var sum = 0.0
        for (column, row) in [(left, top), (left + 1, top), (left, top + 1), (left + 1, top + 1)] {
            guard (0..<Double(columns)).contains(column), (0..<Double(rows)).contains(row) else { continue }
            sum +=
                (1 - abs(x - column)) * (1 - abs(y - row))
                * Double(pixels[(Int(row) * columns + Int(column)) * 3 + color])
        }
        return sum
    }
}
