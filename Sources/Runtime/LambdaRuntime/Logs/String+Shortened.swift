extension String {
    /// The text itself, or its beginning and "…" if it takes more than `limit` bytes of UTF-8.
    func shortened(to limit: Int) -> String {
        if utf8.count <= limit { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, UTF8.isContinuation(utf8[end]) { utf8.formIndex(before: &end) }
        return self[..<end] + "…"
    }
}
