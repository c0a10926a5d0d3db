import WireFormats

/// AWS IoT: the things that devices are, and where they get credentials ("AWS IoT API Reference").
package struct IoTClient: Sendable {
    let session: AWSSession

    /// - Parameter session: signs and sends.
    package init(session: AWSSession) {
        self.session = session
    }

    /// The host that gives credentials for this account's certificates ("DescribeEndpoint",
    /// `iot:CredentialProvider`).
    package func credentialProvider() async throws(AWSError) -> String {
        struct Output: Decodable { let endpointAddress: String }
        var request = request("DescribeEndpoint", .get, "/endpoint", on: nil)
        request.query = [("endpointType", "iot:CredentialProvider")]
        let output: Output = try await session.send(request).decode(request)
        return output.endpointAddress
    }

    /// Makes a thing; one that is there already is no error ("CreateThing").
    ///
    /// - Parameter name: letters, digits, `:`, `_` and `-`, 128 at most.
    package func createThing(_ name: String) async throws(AWSError) {
        var request = request("CreateThing", .post, thing(name), on: name)
        // Without a body, or with another's attributes, it would be another thing.
        try request.setJSON([String: String]())
        _ = try await session.send(request)
    }

    /// Removes a thing; one that is not there is no error ("DeleteThing").
    package func deleteThing(_ name: String) async throws(AWSError) {
        do {
            _ = try await session.send(request("DeleteThing", .delete, thing(name), on: name))
        } catch  where error.isNotFound {
            return
        }
    }

    /// The ARNs of the certificates of a thing; none where there is no such thing ("ListThingPrincipals").
    package func certificates(ofThing name: String) async throws(AWSError) -> [String] {
        struct Output: Decodable {
            let principals: [String]?
            let nextToken: String?
        }
        var arns: [String] = []
        var token: String?
        repeat {
            var request = request("ListThingPrincipals", .get, thing(name) + "/principals", on: name)
            if let token { request.query = [("nextToken", token)] }
            do {
                let output: Output = try await session.send(request).decode(request)
                arns += output.principals ?? []
                token = output.nextToken
            } catch  where error.isNotFound {
                return []
            }
        } while token?.isEmpty == false
        return arns.filter { $0.includes(":cert/") }
    }

    /// Makes a certificate the thing's: it may then speak in the thing's name ("AttachThingPrincipal").
    package func attach(certificate arn: String, toThing name: String) async throws(AWSError) {
        var request = request("AttachThingPrincipal", .put, thing(name) + "/principals", on: name)
        request.headers.append(("x-amzn-principal", arn))
        _ = try await session.send(request)
    }

    /// Takes a certificate from a thing ("DetachThingPrincipal").
    package func detach(certificate arn: String, fromThing name: String) async throws(AWSError) {
        var request = request("DetachThingPrincipal", .delete, thing(name) + "/principals", on: name)
        request.headers.append(("x-amzn-principal", arn))
        _ = try await session.send(request)
    }

    private func thing(_ name: String) -> String { "/things/" + PercentEncoding.encode(name) }

    func request(
        _ operation: String, _ method: HTTPMethod, _ path: String, on resource: String?
    ) -> ServiceRequest {
        var request = ServiceRequest(service: .iot, operation: operation, resource: resource)
        request.method = method
        request.path = path
        return request
    }
}
