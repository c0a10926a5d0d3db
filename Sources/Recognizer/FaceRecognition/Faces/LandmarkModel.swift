/// The trees that find landmarks, in the file that `ModelConverter` writes. It is mapped: nothing is read of it before it
/// is needed but its size and its header.
///
/// Everything is little-endian:
///
///     "RollLand", then uint32: version 4, points, stages, pixels, trees, leaves
///     the mean shape     points x (x, y), float32, in a face of width and height 1
///     for each stage
///       pixels           pixels x (x, y), float32: from a point of the mean shape
///       anchors          pixels x uint32: from which point
///       splits           trees x (leaves - 1) x uint32: two pixels in 10 bits each, from the lowest on, and a threshold
///                        in the other 12, of which the highest is its sign
///       leaves           trees x leaves x points x (x, y): the 3 low bytes of float32s, which are added to the shape
///     for each stage
///       leaves           trees x leaves x points x (x, y): their high byte
///
/// The splits of a stage's trees lie together, because they are gone through in turn and leaves are read here and there.
/// Grey values are whole numbers: what their difference is compared with can be one too. Leaves cannot be shortened as
/// well: rounded to 16 bits, they move every eighth coordinate by a pixel, to 24 bits those of one face in 34, since each
/// stage reads other pixels then. But their high bytes, the sign and most of the exponent, are much alike: apart from the
/// others, which are not, they are compressed to less than half.
struct LandmarkModel: Sendable {
    /// How many pixels a stage compares, trees it has, and leaves each.
    private let stages, pixels, trees, leaves: Int

    private let file: MappedFile

    /// The points of a shape.
    static let points = 5
    /// x and y of each point.
    static let coordinates = 10
    private static let magic = Array("RollLand".utf8)
    private static let headerSize = 32
    /// As many as a split has bits to tell apart.
    static let maximumPixels = 1 << 10
    /// More than any model has: bounds the arithmetic on sizes.
    private static let maximumCount = 1 << 16

    init(path: String) throws(ModelError) {
        let file = try MappedFile(path: path)
        guard file.bytes.count >= Self.headerSize, file.bytes.prefix(8).elementsEqual(Self.magic) else {
            throw .cannotLoad(path: path, reason: "it is not a landmark file")
        }
        let counts = (0..<6).map { Int(file.bytes.uint32(at: 8 + 4 * $0)) }
        guard counts[0] == 4, counts[1] == Self.points else {
            throw .cannotLoad(path: path, reason: "it is of another version of Rollcall")
        }
        guard counts[2...].allSatisfy({ (1...Self.maximumCount).contains($0) }),
            counts[3] <= Self.maximumPixels, counts[5].nonzeroBitCount == 1
        else {
            throw .cannotLoad(path: path, reason: "its header is damaged")
        }
        (stages, pixels, trees, leaves) = (counts[2], counts[3], counts[4], counts[5])
        self.file = file
        guard self.file.bytes.count == stageOffset(stages) + stages * stageCoordinates else {
            throw .cannotLoad(path: path, reason: "it is cut short")
        }
    }

    /// The coordinates of all leaves of a stage.
    private var stageCoordinates: Int { trees * leaves * Self.coordinates }
    private var splitsSize: Int { trees * (leaves - 1) * 4 }
    private var stageSize: Int { pixels * 12 + splitsSize + stageCoordinates * 3 }

    private func stageOffset(_ index: Int) -> Int {
        Self.headerSize + Self.coordinates * 4 + index * stageSize
    }

    /// The mean shape: x and y of point 0, of point 1, and so on.
    var meanShape: [Float] {
        (0..<Self.coordinates).map { file.bytes.float(at: Self.headerSize + 4 * $0) }
    }

    /// Calls `body` with each stage in turn. They are valid only until it returns.
    func forEachStage(_ body: (Stage) -> Void) {
        withExtendedLifetime(file) {
            // A mapping is never empty.
            guard let start = file.bytes.baseAddress else { return }
            for index in 0..<stages {
                let places = start + stageOffset(index)
                let splits = places + pixels * 12
                body(
                    Stage(
                        pixels: pixels, trees: trees, leaves: leaves,
                        places: places, anchors: places + pixels * 8,
                        splits: splits, lowBytes: splits + splitsSize,
                        highBytes: start + stageOffset(stages) + index * stageCoordinates))
            }
        }
    }
}

extension LandmarkModel {
    /// A stage of the model. Its functions are in the inmost loops of the search and check no bounds: for indices below the
    /// stage's counts, they read what is in the file, whatever it says.
    struct Stage {
        let pixels: Int
        fileprivate let trees, leaves: Int
        fileprivate let places, anchors, splits, lowBytes, highBytes: UnsafeRawPointer

        /// A pixel that the stage compares: how far it is from a point of the mean shape, and which.
        func pixel(_ index: Int) -> (x: Float, y: Float, anchor: Int) {
            let place = places + index * 8
            // Whatever the file says, it is one of the points.
            let anchor = min(Int((anchors + index * 4).uint32), LandmarkModel.points - 1)
            return (Float(bitPattern: place.uint32), Float(bitPattern: (place + 4).uint32), anchor)
        }

        /// The leaf of each tree that the pixels' values lead to.
        ///
        /// - Parameter values: `maximumPixels` grey values, so that there is one for any number in a split.
        func chosenLeaves(values: [Int32]) -> [Int] {
            values.withUnsafeBufferPointer { values in (0..<trees).map { leaf(of: $0, values: values) } }
        }

        /// The left child of the split `node` is the split 2 x `node` + 1, and the right one is behind that.
        private func leaf(of tree: Int, values: UnsafeBufferPointer<Int32>) -> Int {
            let root = splits + tree * (leaves - 1) * 4
            let mask = UInt32(LandmarkModel.maximumPixels - 1)
            var node = 0
            while node < leaves - 1 {
                let split = (root + node * 4).uint32
                let difference = values[Int(split & mask)] - values[Int(split >> 10 & mask)]
                node = 2 * node + (difference > Int32(bitPattern: split) >> 20 ? 1 : 2)
            }
            return node - (leaves - 1)
        }

        /// Adds a leaf of each tree to a shape of `coordinates` numbers.
        func add(_ chosen: [Int], to shape: inout [Float]) {
            shape.withUnsafeMutableBufferPointer { shape in
                for (tree, leaf) in chosen.enumerated() { add(leaf: leaf, tree: tree, to: shape) }
            }
        }

        private func add(leaf: Int, tree: Int, to shape: UnsafeMutableBufferPointer<Float>) {
            let first = (tree * leaves + leaf) * LandmarkModel.coordinates
            // The last coordinate's fourth byte is of the next leaf, or of the high bytes behind the last leaf.
            let low = lowBytes + first * 3
            let high = highBytes + first
            for index in 0..<LandmarkModel.coordinates {
                let highByte = UInt32(high.load(fromByteOffset: index, as: UInt8.self))
                shape[index] += Float(bitPattern: (low + index * 3).uint32 & 0xff_ffff | highByte << 24)
            }
        }
    }
}

extension UnsafeRawPointer {
    fileprivate var uint32: UInt32 { UInt32(littleEndian: loadUnaligned(as: UInt32.self)) }
}

extension UnsafeRawBufferPointer {
    fileprivate func uint32(at offset: Int) -> UInt32 {
        UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    fileprivate func float(at offset: Int) -> Float { Float(bitPattern: uint32(at: offset)) }
}
