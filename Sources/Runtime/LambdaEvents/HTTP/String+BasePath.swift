extension String {
    /// The path below a base path, `/` where it is that itself; the path as it is where it lies elsewhere.
    ///
    /// - Parameter basePath: parts of a path, for instance `/v1` or `v1`; an empty one takes nothing away.
    package func removing(basePath: String) -> String {
        let slash = UInt8(ascii: "/")
        var base = basePath.utf8[...]
        while base.first == slash { base.removeFirst() }
        while base.last == slash { base.removeLast() }
        guard !base.isEmpty, utf8.first == slash, utf8.dropFirst().starts(with: base) else { return self }
        let rest = utf8.dropFirst(base.count + 1)
        guard let next = rest.first else { return "/" }
        return next == slash ? String(decoding: rest, as: UTF8.self) : self
    }
}
