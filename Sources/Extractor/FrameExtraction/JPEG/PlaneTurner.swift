import CJPEG

/// Turns a picture's planes by quarters. Its buffer serves one frame after the other.
struct PlaneTurner {
    private var samples: [UInt8] = []

    /// libjpeg reads rows in blocks of this many samples.
    private static let blockSize = 8

    /// Calls `body` with the planes turned to the right, one to three times by a quarter.
    mutating func withTurned<Result>(
        _ planes: rollcall_jpeg_planes, quarterTurns: Int,
        _ body: (rollcall_jpeg_planes) throws(ClipError) -> Result
    ) throws(ClipError) -> Result {
        let isOnItsSide = !quarterTurns.isMultiple(of: 2)
        var turned = planes
        if isOnItsSide {
            (turned.width, turned.height) = (planes.height, planes.width)
            (turned.chroma_step_x, turned.chroma_step_y) = (planes.chroma_step_y, planes.chroma_step_x)
        }
        let targets = Self.targets(for: turned)
        let needed = targets.last.map { $0.offset + $0.stride * $0.height } ?? 0
        if samples.count < needed { samples = [UInt8](repeating: 0, count: needed) }
        let sources = [planes.samples.0, planes.samples.1, planes.samples.2]
        let strides = [planes.stride.0, planes.stride.1, planes.stride.2]
        return try samples.withUnsafeMutableBufferPointer { buffer throws(ClipError) in
            guard let base = buffer.baseAddress else { throw .outOfMemory }
            for (index, target) in targets.enumerated() {
                guard let source = sources[index] else {
                    throw .encodingFailed(reason: "a plane is missing")
                }
                target.fill(base, turning: source, stride: strides[index], quarterTurns: quarterTurns)
                target.repeatLastSamples(base)
            }
            let pointers = targets.map { UnsafePointer(base + $0.offset) }
            turned.samples = (pointers[0], pointers.dropFirst().first, pointers.dropFirst(2).first)
            let chromaStride = targets.last?.stride ?? 0
            turned.stride = (targets[0].stride, chromaStride, chromaStride)
            return try body(turned)
        }
    }

    private static func targets(for planes: rollcall_jpeg_planes) -> [TargetPlane] {
        var offset = 0
        return (0..<Int(planes.count)).map { index in
            let stepX = index == 0 ? 1 : Int(planes.chroma_step_x)
            let stepY = index == 0 ? 1 : Int(planes.chroma_step_y)
            let width = (Int(planes.width) + stepX - 1) / stepX
            let height = (Int(planes.height) + stepY - 1) / stepY
            let stride = (width + blockSize - 1) / blockSize * blockSize
            defer { offset += stride * height }
            return TargetPlane(offset: offset, stride: stride, width: width, height: height)
        }
    }
}

extension TargetPlane {
    fileprivate func fill(
        _ base: UnsafeMutablePointer<UInt8>, turning source: UnsafePointer<UInt8>, stride sourceStride: Int,
        quarterTurns: Int
    ) {
        // Where the first sample comes from, and how far on the next ones are, across and down.
        let (start, across, down) =
            switch quarterTurns {
            case 1: ((width - 1) * sourceStride, -sourceStride, 1)
            case 2: ((height - 1) * sourceStride + width - 1, -1, -sourceStride)
            default: (height - 1, sourceStride, -1)
            }
        for row in 0..<height {
            var sample = source + start + row * down
            let target = base + offset + row * stride
            for column in 0..<width {
                target[column] = sample.pointee
                sample += across
            }
        }
    }
}
