package import WireFormats

/// The strangers' faces of a clip, kept beside its frames and as long, so that somebody can say later whose they are.
package struct UnknownFaces: Codable, Hashable, Sendable {
    /// One stranger's face.
    package struct Face: Codable, Hashable, Sendable {
        /// How to refer to the face in a correction.
        package var face: FaceReference
        /// Where it is in the frame that the reference names.
        package var box: BoundingBox
        /// The unit vector: little-endian float32.
        package var embedding: Base64Bytes

        /// A stranger's face.
        package init(face: FaceReference, box: BoundingBox, embedding: [Float]) {
            self.init(
                face: face, box: box,
                bytes: Base64Bytes(
                    embedding.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, [UInt8].init) }))
        }

        /// A stranger's face, its unit vector in bytes.
        package init(face: FaceReference, box: BoundingBox, bytes: Base64Bytes) {
            self.face = face
            self.box = box
            embedding = bytes
        }

        /// The unit vector's components; empty where the bytes are no such vector.
        package var components: [Float] {
            let bytes = embedding.bytes
            guard bytes.count.isMultiple(of: 4 * Student.embeddingLength) else { return [] }
            return stride(from: 0, to: bytes.count, by: 4).map { index in
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[index + $1]) << UInt32(8 * $1) }
                return Float(bitPattern: bits)
            }
        }
    }

    /// The clip's S3 key.
    package var clip: String
    /// The network of the embeddings; nil where they were kept before that was said.
    package var model: String?
    /// The faces.
    package var faces: [Face]

    /// The strangers' faces of a clip.
    package init(clip: String, model: String, faces: [Face]) {
        self.clip = clip
        self.model = model
        self.faces = faces
    }

    /// What the keys in S3 of all such objects begin with.
    package static let folder = "strangers/"

    /// The object's key: `strangers/<device>/<timestamp>.json`.
    package var key: String { Self.folder + ClipIdentity(clipKey: clip, receivedAt: 0).name + ".json" }
}
