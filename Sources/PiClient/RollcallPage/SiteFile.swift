internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

/// A file of the page itself: nothing in it is about anybody.
struct SiteFile {
    private let bytes: [UInt8]
    private let type: String

    /// The file of a path; nil where there is none.
    init?(_ path: String) {
        switch path {
        case "/": (bytes, type) = (PackageResources.index_html, "text/html; charset=utf-8")
        case "/page.css": (bytes, type) = (PackageResources.page_css, "text/css; charset=utf-8")
        case "/page.js": (bytes, type) = (PackageResources.page_js, Self.script)
        case "/views.js": (bytes, type) = (PackageResources.views_js, Self.script)
        case "/texts.js": (bytes, type) = (PackageResources.texts_js, Self.script)
        case "/icon.svg", "/favicon.ico": (bytes, type) = (PackageResources.icon_svg, "image/svg+xml")
        default: return nil
        }
    }

    private static let script = "text/javascript; charset=utf-8"

    /// The answer with the file, compressed if the browser takes that.
    func response(acceptingGzip: Bool) -> Response {
        Response.bytes(
            bytes, headers: [.contentType: type, .cacheControl: "no-cache"], acceptingGzip: acceptingGzip)
    }
}

extension Response {
    /// An answer of these bytes, compressed if the browser takes that.
    static func bytes(
        _ bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields, acceptingGzip: Bool
    ) -> Response {
        var headers = headers
        var body = bytes
        if acceptingGzip, let compressed = Gzip.compress(bytes) {
            body = compressed
            headers[.contentEncoding] = "gzip"
        }
        headers[.vary] = "Accept-Encoding"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
