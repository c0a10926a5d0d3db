import CFFmpeg
import CJPEG

/// Makes of a picture's planes what JPEG prescribes: 8 bits, full range, BT.601, rows of whole blocks. Its buffers
/// serve one frame after the other.
struct PlaneConverter {
    private var samples: [UInt8] = []
    private var lumaDifference: [Int16] = []

    /// libjpeg reads rows in blocks of this many samples.
    private static let blockSize = 8

    /// Calls `body` with a picture's planes: its own where they fit already, else converted ones.
    mutating func withPlanes<Result>(
        of picture: AVFrame, layout: PlaneLayout, _ body: (rollcall_jpeg_planes) throws(ClipError) -> Result
    ) throws(ClipError) -> Result {
        let color = PictureColor(of: picture, layout: layout)
        var planes = rollcall_jpeg_planes()
        planes.width = picture.width
        planes.height = picture.height
        planes.count = Int32(layout.planeCount)
        planes.chroma_step_x = Int32(layout.chromaStepX)
        planes.chroma_step_y = Int32(layout.chromaStepY)

        if color.isJPEG, Self.hasWholeBlocks(picture, layout: layout) {
            planes.samples = (picture.plane(0), picture.plane(1), picture.plane(2))
            planes.stride = (picture.stride(0), picture.stride(1), picture.stride(2))
            return try body(planes)
        }

        let targets = Self.targets(for: picture, layout: layout)
        let needed = targets.last.map { $0.offset + $0.stride * $0.height } ?? 0
        if samples.count < needed { samples = [UInt8](repeating: 0, count: needed) }
        if lumaDifference.count < Int(picture.width) {
            lumaDifference = [Int16](repeating: 0, count: Int(picture.width))
        }
        return try samples.withUnsafeMutableBufferPointer { buffer throws(ClipError) in
            guard let base = buffer.baseAddress else { throw .outOfMemory }
            for (index, target) in targets.enumerated() {
                guard let source = picture.plane(index) else {
                    throw .encodingFailed(reason: "a plane is missing")
                }
                let range = SampleRange(
                    bitDepth: layout.bitDepth, isFullRange: color.isFullRange, isChroma: index > 0)
                target.fill(base, from: source, stride: picture.stride(index), range: range)
            }
            if let matrix = color.matrix, targets.count == 3 {
                lumaDifference.withUnsafeMutableBufferPointer { difference in
                    guard let difference = difference.baseAddress else { return }
                    Self.convert(
                        base, targets: targets, layout: layout, matrix: matrix, difference: difference)
                }
            }
            for target in targets { target.repeatLastSamples(base) }
            let pointers = targets.map { UnsafePointer(base + $0.offset) }
            planes.samples = (pointers[0], pointers.dropFirst().first, pointers.dropFirst(2).first)
            let chromaStride = targets.last?.stride ?? 0
            planes.stride = (targets[0].stride, chromaStride, chromaStride)
            return try body(planes)
        }
    }

    private static func hasWholeBlocks(_ picture: AVFrame, layout: PlaneLayout) -> Bool {
        (0..<layout.planeCount).allSatisfy { plane in
            layout.size(ofPlane: plane, width: Int(picture.width), height: Int(picture.height)).width
                .isMultiple(of: blockSize)
        }
    }

    private static func targets(for picture: AVFrame, layout: PlaneLayout) -> [TargetPlane] {
        var offset = 0
        return (0..<layout.planeCount).map { plane in
            let size = layout.size(ofPlane: plane, width: Int(picture.width), height: Int(picture.height))
            let stride = (size.width + blockSize - 1) / blockSize * blockSize
            defer { offset += stride * size.height }
            return TargetPlane(offset: offset, stride: stride, width: size.width, height: size.height)
        }
    }

    private static func convert(
        _ base: UnsafeMutablePointer<UInt8>, targets: [TargetPlane], layout: PlaneLayout,
        matrix: ColorMatrix,
        difference: UnsafeMutablePointer<Int16>
    ) {
        let (luma, blue, red) = (targets[0], targets[1], targets[2])
        for row in 0..<blue.height {
            matrix.convertChroma(
                blue: base + blue.offset + row * blue.stride, red: base + red.offset + row * red.stride,
                lumaDifference: difference, count: blue.width)
            let lumaRows = row * layout.chromaStepY..<min((row + 1) * layout.chromaStepY, luma.height)
            for lumaRow in lumaRows {
                ColorMatrix.convertLuma(
                    base + luma.offset + lumaRow * luma.stride, lumaDifference: difference,
                    step: layout.chromaStepX, count: luma.width)
            }
        }
    }
}
