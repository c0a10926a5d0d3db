internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore

#if PageTLS
    internal import HummingbirdTLS
#endif

/// The page's server.
package struct PageServer: Sendable {
    private let settings: PageSettings
    private let responder: PageResponder
    private let feed: PageFeed
    private let server: HTTPServerBuilder

    /// Well below what proxies and browsers wait for.
    private static let pause = Duration.seconds(15)
    /// How long a connection may take for a request, or stay without one. Answers, the stream of events too, may take
    /// longer.
    package static let patience = Duration.seconds(30)
    /// Browsers open six connections each.
    private static let maximumConnections = 256

    /// - Throws: `PageError` where the page would be open to others without a password, or its certificate cannot be
    ///   used.
    package init(
        _ settings: PageSettings, passwords: Passwords, source: any PageSource, feed: PageFeed,
        patience: Duration = patience
    ) throws(PageError) {
        guard settings.isLoopback || !passwords.isEmpty else { throw .noPassword(address: settings.address) }
        self.settings = settings
        self.feed = feed
        // Where a password is set, it is asked for everywhere: the page may stand behind a proxy.
        let gate = PageGate(passwords: passwords, isOpen: passwords.isEmpty)
        responder = PageResponder(
            gate: gate, source: source, feed: feed, hosts: HostCheck(settings),
            isEncrypted: settings.certificate != nil, feedToken: passwords.feedToken)
        server = try Self.server(settings, patience)
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter started: takes the page's address once it is there.
    /// - Throws: `PageError.address`, or `PageError.certificate`.
    package func run(started: @escaping @Sendable (String) -> Void) async throws {
        let (settings, feed) = (settings, feed)
        var logger = Logger(label: "page")
        logger.logLevel = .critical
        let application = Application(
            responder: responder, server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.address, port: settings.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.maximumConnections)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? settings.port
                let host = settings.address.contains(":") ? "[\(settings.address)]" : settings.address
                started("\(settings.certificate == nil ? "http" : "https")://\(host):\(port)/")
            }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await application.run()
                } catch let error as CancellationError {
                    throw error
                } catch let error where settings.certificate != nil && !(error is IOError) {
                    // That the key is another certificate's is found only here.
                    throw PageError.certificate(reason: "\(error)")
                } catch {
                    throw PageError.address(settings.address, port: settings.port, reason: "\(error)")
                }
            }
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.pause)
                    feed.ping()
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static func server(
        _ settings: PageSettings, _ patience: Duration
    ) throws(PageError) -> HTTPServerBuilder {
        let http = HTTP1Channel.Configuration(idleTimeout: TimeAmount(patience))
        switch (settings.certificate, settings.key) {
        case (nil, nil): return .http1(configuration: http)
        case (let certificate?, let key?):
            #if PageTLS
                do {
                    let chain = try NIOSSLCertificate.fromPEMFile(certificate)
                    var configuration = TLSConfiguration.makeServerConfiguration(
                        certificateChain: chain.map { .certificate($0) },
                        privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
                    configuration.minimumTLSVersion = .tlsv12
                    return try .tls(.http1(configuration: http), tlsConfiguration: configuration)
                } catch {
                    throw .certificate(reason: "\(error)")
                }
            #else
                _ = (certificate, key)
                throw .certificate(
                    reason:
                        "this rollcall was built without TLS. Build it with swift build --traits Rollcall,PageTLS, "
                        + "or set no certificate")
            #endif
        default: throw .halfCertificate
        }
    }
}
