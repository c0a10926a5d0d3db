/// What S3 says about an object it stored.
public struct S3PutResult: Sendable, Hashable {
    /// The entity tag, with its quotes.
    public let eTag: String?
}

/// What S3 says about an object without its bytes.
public struct S3ObjectMetadata: Sendable, Hashable {
    /// The object's size in bytes.
    public let contentLength: Int
    /// The media type it was stored with.
    public let contentType: String?
    /// The entity tag, with its quotes.
    public let eTag: String?
    /// The time of the last change, in HTTP's format (RFC 9110, section 5.6.7).
    public let lastModified: String?
}

/// One object of a listing.
public struct S3Object: Sendable, Hashable {
    /// The object's key.
    public let key: String
    /// Its size in bytes.
    public let size: Int
    /// The entity tag, with its quotes.
    public let eTag: String?
    /// The time of the last change (ISO 8601).
    public let lastModified: String?
}

/// One page of a listing, at most 1000 objects.
public struct S3ListPage: Sendable, Hashable {
    /// The objects, by key in UTF-8 order.
    public let objects: [S3Object]
    /// The folders, when a delimiter was asked for.
    public let commonPrefixes: [String]
    /// What to ask the next page with; nil on the last page.
    public let nextContinuationToken: String?
}
