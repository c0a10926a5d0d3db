/// Takes photographs of whoever sits in front of the camera.
struct CameraSession: Sendable {
    let source: any VideoSource
    /// What is filmed, for errors.
    let name: String
    /// Degrees to the right by which the photographs must be turned to be upright; they say so.
    var rotation = 0

    /// How long it films, and how many photographs it takes a second.
    static let seconds = 5.0
    static let perSecond = 2.0

    /// The photographs, evenly spread over the time.
    ///
    /// - Throws: `CaptureError`, or `PhotographError` if nothing came.
    func photographs(until stop: StopSignal) async throws -> [Photograph] {
        let bytes = try await source.bytes(until: stop)
        let most = Int(Self.seconds * Self.perSecond)
        let pictures = JPEGSequence.pictures(in: bytes)
        guard !pictures.isEmpty else { throw PhotographError(path: name, reason: .nothingFilmed) }
        // A camera may not keep to the rate it is asked for.
        let chosen =
            pictures.count <= most
            ? pictures : (0..<most).map { pictures[$0 * pictures.count / most] }
        return chosen.enumerated().map {
            Photograph(path: "\(name) #\($0 + 1)", bytes: JPEGOrientation.state(rotation, in: $1))
        }
    }
}
