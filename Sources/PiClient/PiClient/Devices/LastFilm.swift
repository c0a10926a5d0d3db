import AWSClients
import WireFormats

/// When a device filmed last, by the clips and frames of its folder.
struct LastFilm: Sendable {
    let s3: S3Client
    let bucket: String

    /// The capture time of the newest clip that is kept, to the second; nil where none is.
    ///
    /// S3 lists keys in ascending order alone: instead of reading all of them, this asks for the first one after a time
    /// that is halved in on, some twenty small requests.
    ///
    /// - Throws: `AWSError`.
    func time(of device: String) async throws(AWSError) -> UnixTime? {
        guard var newest = try await first(of: device, after: 0) else { return nil }
        // A clock may be ahead.
        var end = Int64((UnixTime.now().seconds + 86_400) * 1000)
        while end - newest > 1000 {
            let middle = newest + (end - newest) / 2
            if let later = try await first(of: device, after: middle), later > newest {
                newest = later
            } else {
                end = middle
            }
        }
        return UnixTime(seconds: Double(newest) / 1000)
    }

    /// The time in the first key after a time, in milliseconds.
    private func first(of device: String, after milliseconds: Int64) async throws(AWSError) -> Int64? {
        let prefix = device + "/"
        // After all keys of that time, which go on with a point or a slash.
        let after = prefix + "\(milliseconds)~"
        let page = try await s3.listObjects(bucket: bucket, prefix: prefix, maximumKeys: 1, startAfter: after)
        return page.objects.first.flatMap { Int64($0.key.dropFirst(prefix.count).prefix(while: \.isNumber)) }
    }
}
