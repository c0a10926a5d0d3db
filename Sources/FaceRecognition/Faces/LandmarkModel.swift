/// The trees that find landmarks, in the file that `ModelConverter` writes. It is mapped: nothing is read of it before it
/// is needed but its size and its header.
///
/// Everything is little-endian:
///
///     "RollLand", then uint32: version 3, points, stages, pixels, trees, leaves
///     the mean shape     points x (x, y), float32, in a face of width and height 1
///     then for each stage
///       pixels           pixels x (x, y), float32: from a point of the mean shape
///       anchors          pixels x uint32: from which point
///       splits           trees x (leaves - 1): two pixels, uint16, and a threshold, int16
///       leaves           trees x leaves x points x (x, y), float32: what is added to the shape
///
/// The splits of a stage's trees lie together, because they are gone through in turn and leaves are read here and there.
/// Grey values are whole numbers: what their difference is compared with can be one too. Leaves cannot be shortened as
/// well: rounded to 16 bits, they move every eighth coordinate by a pixel, to 24 bits those of one face in 34, since each
/// stage reads other pixels then.
struct LandmarkModel: Sendable {
    /// A split of a tree: left where pixel `one` is brighter than `other` by more than the threshold.
    struct Split {
        let one: Int
        let other: Int
        let threshold: Float
    }

    /// How many pixels a stage compares, trees it has, and leaves each.
    let stages, pixels, trees, leaves: Int

    private let file: MappedFile

    /// The points of a shape.
    static let points = 5
    private static let magic = Array("RollLand".utf8)
    private static let headerSize = 32
    private static let splitSize = 6
    private static let shapeSize = points * 8
    /// More than any model has: bounds the arithmetic on sizes.
    private static let maximumCount = 1 << 16

    init(path: String) throws(ModelError) {
        let file = try MappedFile(path: path)
        guard file.bytes.count >= Self.headerSize, file.bytes.prefix(8).elementsEqual(Self.magic) else {
            throw .cannotLoad(path: path, reason: "it is not a landmark file")
        }
        let counts = (0..<6).map { index in
            Int(UInt32(littleEndian: file.bytes.load(fromByteOffset: 8 + 4 * index, as: UInt32.self)))
        }
        guard counts[0] == 3, counts[1] == Self.points else {
            throw .cannotLoad(
                path: path, reason: "it is of another version of Rollcall; run scripts/fetch-models")
        }
        guard counts[2...].allSatisfy({ (1...Self.maximumCount).contains($0) }),
            counts[5].nonzeroBitCount == 1
        else {
            throw .cannotLoad(path: path, reason: "its header is damaged")
        }
        (stages, pixels, trees, leaves) = (counts[2], counts[3], counts[4], counts[5])
        self.file = file
        guard self.file.bytes.count == Self.headerSize + Self.shapeSize + stages * stageSize else {
            throw .cannotLoad(path: path, reason: "it is cut short")
        }
    }

    private var splitsSize: Int { trees * (leaves - 1) * Self.splitSize }
    private var stageSize: Int { pixels * 12 + splitsSize + trees * leaves * Self.shapeSize }

    private func stageOffset(_ stage: Int) -> Int { Self.headerSize + Self.shapeSize + stage * stageSize }

    private func float(_ offset: Int) -> Float {
        let bits = file.bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        return Float(bitPattern: UInt32(littleEndian: bits))
    }

    private func int16(_ offset: Int) -> Int16 {
        Int16(littleEndian: file.bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self))
    }

    /// A coordinate of the mean shape: x and y of point 0, of point 1, and so on.
    func meanShape(_ index: Int) -> Float { float(Self.headerSize + 4 * index) }

    /// A pixel that a stage compares: how far it is from a point of the mean shape, and which.
    func pixel(_ pixel: Int, stage: Int) -> (x: Float, y: Float, anchor: Int) {
        let offset = stageOffset(stage) + pixel * 8
        let anchor = file.bytes.loadUnaligned(
            fromByteOffset: stageOffset(stage) + pixels * 8 + pixel * 4, as: UInt32.self)
        // Whatever the file says, it is one of the points.
        return (float(offset), float(offset + 4), min(Int(UInt32(littleEndian: anchor)), Self.points - 1))
    }

    /// A split of a tree, whose left child is the split 2 x index + 1, and whose right one is behind that.
    func split(_ index: Int, tree: Int, stage: Int) -> Split {
        let offset = stageOffset(stage) + pixels * 12 + (tree * (leaves - 1) + index) * Self.splitSize
        let one = Int(UInt16(bitPattern: int16(offset)))
        let other = Int(UInt16(bitPattern: int16(offset + 2)))
        return Split(
            one: min(one, pixels - 1), other: min(other, pixels - 1), threshold: Float(int16(offset + 4)))
    }

    /// Adds a tree's leaf to a shape of `2 * points` coordinates.
    func add(leaf: Int, tree: Int, stage: Int, to shape: inout [Float]) {
        let offset =
            stageOffset(stage) + pixels * 12 + splitsSize + (tree * leaves + leaf) * Self.shapeSize
        for index in 0..<(2 * Self.points) { shape[index] += float(offset + 4 * index) }
    }
}
