/// One object of a listing.
package struct S3Object: Sendable, Hashable {
    /// The object's key.
    package let key: String
    /// Its size in bytes.
    package let size: Int
    /// The entity tag, with its quotes.
    package let eTag: String?
    /// The time of the last change (ISO 8601).
    package let lastModified: String?
}

/// One page of a listing, at most 1000 objects.
package struct S3ListPage: Sendable, Hashable {
    /// The objects, by key in UTF-8 order.
    package let objects: [S3Object]
    /// The folders, when a delimiter was asked for.
    package let commonPrefixes: [String]
    /// What to ask the next page with; nil on the last page.
    package let nextContinuationToken: String?
}
