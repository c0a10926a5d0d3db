extension String {
    /// The path below a base path, `/` where it is that itself; the path as it is where it lies elsewhere.
    ///
    /// - Parameter basePath: parts of a path, for instance `/v1` or `v1`; an empty one takes nothing away.
    package func removing(basePath: String) -> String {
        let basePath = basePath.split(separator: "/").map { "/\($0)" }.joined(separator: "")
        guard !basePath.isEmpty, utf8.starts(with: basePath.utf8) else { return self }
        let rest = utf8.dropFirst(basePath.utf8.count)
        guard let next = rest.first else { return "/" }
        return next == UInt8(ascii: "/") ? String(decoding: rest, as: UTF8.self) : self
    }
}
