import AWSClients
import FaceRecognition
import RollcallMessages
import RollcallServices

/// The gallery in memory, and how far it can be trusted.
actor GalleryCache {
    private let source: GallerySource
    private let clock = ContinuousClock()
    private var loadedAt: ContinuousClock.Instant
    private var contents: Result<GallerySource.Edition, AWSError> {
        didSet { revision += 1 }
    }

    private var revision = 0

    /// The table is known to have changed since it was read.
    private var isOutdated = false
    /// The gallery is known to be wrong whatever the table's version is.
    private var isDistrusted = false

    /// How long a gallery is used before the table is read again, whatever its version: others may change it, too.
    private let lifetime: Duration

    /// Reads the gallery. Where that fails, the function starts all the same: each clip then asks again, and says in
    /// its result what is wrong.
    init(source: GallerySource, lifetime: Duration = .seconds(60)) async {
        self.source = source
        self.lifetime = lifetime
        loadedAt = clock.now
        contents = await Self.read(source)
    }

    /// The gallery; read now if it could not be read so far, or if nobody was in it, so that a first enrollment shows
    /// at once.
    func gallery() async throws(AWSError) -> Gallery {
        switch contents {
        case .success(let edition) where edition.gallery.count > 0: break
        case .success, .failure: contents = await Self.read(source)
        }
        return try contents.get().gallery
    }

    /// The same with a number, another one whenever the gallery may be another one.
    func numberedGallery() async throws(AWSError) -> (gallery: Gallery, revision: Int) {
        let gallery = try await gallery()
        return (gallery, revision)
    }

    /// The gallery of the table as it is now, for what would be wrong for good if a change went unseen.
    func current() async throws(AWSError) -> Gallery {
        if try await source.table.version() != (try? contents.get())?.version {
            contents = await Self.read(source)
            (loadedAt, isOutdated) = (clock.now, false)
        }
        return try contents.get().gallery
    }

    /// Whether the table changed since it was read, as far as can be told now. If so, the next refresh reads it again.
    func tableChanged() async -> Bool {
        guard let known = try? contents.get(), let version = try? await source.table.version() else {
            return false
        }
        if version != known.version { isOutdated = true }
        return isOutdated
    }

    /// Takes a person's embeddings over from an enrollment or a correction.
    func update(_ student: Student) {
        guard case .success(var edition) = contents else { return }
        edition.gallery.set(student, model: source.model)
        // It is no longer what the table was at that version.
        edition.isStored = true
        contents = .success(edition)
    }

    /// Forgets people whose rows are gone.
    func forget(_ names: Set<String>) {
        guard !names.isEmpty, case .success(var edition) = contents else { return }
        for name in names { edition.gallery.remove(name) }
        edition.isStored = true
        contents = .success(edition)
        isDistrusted = true
    }

    /// Reads the gallery again if the table changed, or may have, and stores a snapshot of a large one that has none.
    ///
    /// - Throws: `AWSError`; the gallery is then as before.
    func refresh() async throws(AWSError) {
        let before = try? contents.get()
        if let before { try await store(before, replacing: nil) }
        guard isOutdated || isDistrusted || clock.now - loadedAt > lifetime else { return }
        let mustRead = isDistrusted
        // Set first: other invocations of this environment shall not read the table at the same time.
        (loadedAt, isOutdated, isDistrusted) = (clock.now, false, false)
        do throws(AWSError) {
            guard let edition = try await source.edition(after: before, isDistrusted: mustRead) else {
                return
            }
            contents = .success(edition)
            try await store(edition, replacing: before?.version)
        } catch {
            (isOutdated, isDistrusted) = (true, mustRead || isDistrusted)
            throw error
        }
    }

    private func store(_ edition: GallerySource.Edition, replacing earlier: Int64?) async throws(AWSError) {
        guard edition.isLarge, !edition.isStored else { return }
        var stored = edition
        stored.isStored = true
        contents = .success(stored)
        try await source.store(edition, replacing: earlier == edition.version ? nil : earlier)
    }

    private static func read(_ source: GallerySource) async -> Result<GallerySource.Edition, AWSError> {
        do throws(AWSError) {
            return .success(
                try await source.edition() ?? GallerySource.Edition(gallery: Gallery(), version: 0))
        } catch {
            return .failure(error)
        }
    }
}
