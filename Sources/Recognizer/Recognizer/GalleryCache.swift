import AWSClients
import FaceRecognition
import RollcallMessages

/// The gallery in memory, and how old it is.
actor GalleryCache {
    private let source: GallerySource
    private let clock = ContinuousClock()
    private var loadedAt: ContinuousClock.Instant
    private var contents: Result<GallerySource.Edition, AWSError>

    /// How long a gallery is used before it is asked whether the table changed.
    private let lifetime: Duration

    /// Reads the gallery. Where that fails, the function starts all the same: each clip then asks again, and says in
    /// its result what is wrong.
    init(source: GallerySource, lifetime: Duration = .seconds(60)) async {
        self.source = source
        self.lifetime = lifetime
        loadedAt = clock.now
        contents = await Self.read(source)
    }

    /// The gallery; read now if it could not be read so far, or if nobody was in it: who begins to enrol people does not
    /// wait a minute for the environments that started before.
    func gallery() async throws(AWSError) -> Gallery {
        switch contents {
        case .success(let edition) where edition.gallery.count > 0: break
        case .success, .failure: contents = await Self.read(source)
        }
        return try contents.get().gallery
    }

    /// Takes a person's embeddings over from an enrolment or a correction.
    func update(_ student: Student) {
        guard case .success(var edition) = contents else { return }
        edition.gallery.set(student)
        // It is no longer what the table was at that version.
        edition.isStored = edition.version != nil
        contents = .success(edition)
    }

    /// Reads the gallery again if it is old and the table changed, or if it is known to be wrong, and stores a snapshot
    /// of a large one that has none.
    ///
    /// - Throws: `AWSError`; the gallery is then as before.
    func refresh(force: Bool = false) async throws(AWSError) {
        let before = try? contents.get()
        if let before, before.version != nil, !before.isStored {
            try await store(before, replacing: nil)
        }
        guard force || clock.now - loadedAt > lifetime else { return }
        // Set first: other invocations of this environment shall not read the table at the same time.
        loadedAt = clock.now
        guard let edition = try await source.edition(after: before?.version, isDistrusted: force) else {
            return
        }
        contents = .success(edition)
        try await store(edition, replacing: before?.version)
    }

    private func store(_ edition: GallerySource.Edition, replacing earlier: Int64?) async throws(AWSError) {
        var stored = edition
        stored.isStored = true
        contents = .success(stored)
        try await source.store(edition, replacing: earlier == edition.version ? nil : earlier)
    }

    private static func read(_ source: GallerySource) async -> Result<GallerySource.Edition, AWSError> {
        do throws(AWSError) {
            return .success(try await source.edition() ?? GallerySource.Edition(gallery: Gallery()))
        } catch {
            return .failure(error)
        }
    }
}
