extension AWSSession {
    /// Fetches credentials and opens a connection to each of `services`, so that the first request need not:
    /// during a function's initialization, for example. What fails here is left for that request to report.
    ///
    /// Returns when the connections stand. Each is free for a request once an answer to a first one has come over it;
    /// a request that is earlier than that opens one more.
    ///
    /// - Parameter bucket: the bucket that will be used; each has a host name of its own.
    package func warmUp(_ services: [AWSService], bucket: String? = nil) async {
        await withTaskGroup { group in
            group.addTask { _ = try? await self.credentials.credentials() }
            for service in services {
                group.addTask { await self.connect(to: service, bucket: bucket) }
            }
        }
    }

    /// Nobody needs the answer, and a service takes longer for it than for the connection.
    private func connect(to service: AWSService, bucket: String?) async {
        let endpoint = signer.resolver.resolve(service, bucket: service == .s3 ? bucket : nil)
        let request = HTTPRequest(
            method: .get, scheme: endpoint.scheme, authority: endpoint.authority, path: "/")
        let call = HTTPCall(
            request: request, timeouts: configuration.timeouts, maximumResponseBytes: 1 << 20)
        await http.connect(call)
    }
}
