import FrameExtraction

/// A clip's intact frames, each of which becomes a JPEG when it is asked for: most are not needed for the answer.
actor DecodedClip {
    /// How many intact frames there are.
    let count: Int
    /// The number of frames left out because they are damaged.
    let damagedFrames: Int
    /// The indices of the frames in presentation order, those worth looking at first at the front.
    let order: [Int]

    private enum Picture {
        case frame(VideoFrame)
        case jpeg([UInt8])
    }

    private var pictures: [Picture]
    private var encoder: JPEGEncoder

    /// So many bytes stay in memory as they were decoded; what a longer clip has beyond that is encoded at once.
    private static let maximumDecodedBytes = 48 << 20

    /// The most bytes of JPEGs: two seconds of 4K, and minutes of what a class is filmed in.
    private static let maximumEncodedBytes = 192 << 20

    /// Decodes a clip.
    ///
    /// - Parameter quality: libjpeg's for the frames, 1 to 100.
    /// - Throws: `ClipError` if the clip cannot be decoded.
    init(_ clip: [UInt8], quality: Int, limits: ClipLimits) throws(ClipError) {
        let decoder = try ClipDecoder(clip, limits: limits)
        var encoder = JPEGEncoder(quality: quality)
        var pictures: [Picture] = []
        var sharpness: [Int] = []
        var decodedBytes = 0
        var encodedBytes = 0
        while let frame = try decoder.next() {
            sharpness.append(frame.sharpness)
            decodedBytes += frame.byteCount
            if decodedBytes <= Self.maximumDecodedBytes {
                pictures.append(.frame(frame))
                continue
            }
            let jpeg = try encoder.encode(frame)
            encodedBytes += jpeg.count
            guard encodedBytes <= Self.maximumEncodedBytes else {
                throw .picturesTooLarge(maximumBytes: Self.maximumEncodedBytes)
            }
            pictures.append(.jpeg(jpeg))
        }
        count = pictures.count
        damagedFrames = decoder.damagedFrames
        order = FrameRanking.order(sharpness: sharpness)
        self.pictures = pictures
        self.encoder = encoder
    }

    /// The frame at an index, which the clip has, as JPEG.
    ///
    /// - Throws: `ClipError` if it cannot be encoded.
    func jpeg(_ index: Int) throws(ClipError) -> [UInt8] {
        switch pictures[index] {
        case .jpeg(let jpeg): return jpeg
        case .frame(let frame):
            let jpeg = try encoder.encode(frame)
            pictures[index] = .jpeg(jpeg)
            return jpeg
        }
    }
}
