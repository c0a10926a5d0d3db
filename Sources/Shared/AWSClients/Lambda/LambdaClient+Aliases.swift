import WireFormats

extension LambdaClient {
    /// Makes an alias of a function's newest code and returns its ARN ("CreateAlias").
    ///
    /// - Throws: ``AWSError`` with code `ResourceConflictException` when there is one of the name.
    package func createAlias(
        _ name: String, of function: String, description: String
    ) async throws(AWSError) -> String {
        struct Input: Encodable {
            let Name: String
            let FunctionVersion = "$LATEST"
            let Description: String
        }
        var request = try aliasRequest("CreateAlias", function)
        try request.setJSON(Input(Name: name, Description: description))
        let output: AliasOutput = try await session.send(request).decode(request)
        return output.AliasArn
    }

    /// The ARN of an alias ("GetAlias").
    ///
    /// - Throws: ``AWSError`` with code `ResourceNotFoundException` when there is none of the name.
    package func aliasARN(_ name: String, of function: String) async throws(AWSError) -> String {
        var request = try aliasRequest("GetAlias", function, name)
        request.method = .get
        let output: AliasOutput = try await session.send(request).decode(request)
        return output.AliasArn
    }

    /// The names of a function's aliases ("ListAliases").
    package func aliasNames(of function: String) async throws(AWSError) -> [String] {
        struct Output: Decodable {
            struct Alias: Decodable { let Name: String }
            let Aliases: [Alias]?
            let NextMarker: String?
        }
        var names: [String] = []
        var marker: String?
        repeat {
            var request = try aliasRequest("ListAliases", function)
            request.method = .get
            if let marker { request.query = [("Marker", marker)] }
            let output: Output = try await session.send(request).decode(request)
            names += (output.Aliases ?? []).map(\.Name)
            marker = output.NextMarker
        } while marker?.isEmpty == false
        return names
    }

    /// Removes an alias; one that is not there is no error ("DeleteAlias").
    package func deleteAlias(_ name: String, of function: String) async throws(AWSError) {
        var request = try aliasRequest("DeleteAlias", function, name)
        request.method = .delete
        _ = try await session.send(request)
    }

    /// What becomes of queued events that fail, as JSON; nil where nothing is set ("GetFunctionEventInvokeConfig").
    ///
    /// - Parameter qualifier: an alias or version; nil for the function's newest code.
    package func eventInvokeConfiguration(
        of function: String, qualifier: String? = nil
    ) async throws(AWSError) -> EventInvokeConfiguration? {
        var request = try eventRequest("GetFunctionEventInvokeConfig", function, qualifier)
        request.method = .get
        do {
            return try await session.send(request).decode(request)
        } catch  where error.isNotFound {
            return nil
        }
    }

    /// Sets what becomes of queued events that fail ("PutFunctionEventInvokeConfig").
    package func setEventInvokeConfiguration(
        _ configuration: EventInvokeConfiguration, of function: String, qualifier: String?
    ) async throws(AWSError) {
        var request = try eventRequest("PutFunctionEventInvokeConfig", function, qualifier)
        request.method = .put
        try request.setJSON(configuration)
        _ = try await session.send(request)
    }

    /// Removes that setting; none is no error ("DeleteFunctionEventInvokeConfig").
    package func deleteEventInvokeConfiguration(
        of function: String, qualifier: String?
    ) async throws(AWSError) {
        var request = try eventRequest("DeleteFunctionEventInvokeConfig", function, qualifier)
        request.method = .delete
        do {
            _ = try await session.send(request)
        } catch  where error.isNotFound {
            return
        }
    }

    private func aliasRequest(
        _ operation: String, _ function: String, _ name: String? = nil
    ) throws(AWSError) -> ServiceRequest {
        var request = try request(operation, function)
        request.path += "/aliases" + (name.map { "/" + PercentEncoding.encode($0) } ?? "")
        return request
    }

    private func eventRequest(
        _ operation: String, _ function: String, _ qualifier: String?
    ) throws(AWSError) -> ServiceRequest {
        var request = try request(operation, function)
        request.path = "/2019-09-25/functions/\(PercentEncoding.encode(function))/event-invoke-config"
        if let qualifier { request.query = [("Qualifier", qualifier)] }
        return request
    }

    private struct AliasOutput: Decodable { let AliasArn: String }
}

/// What becomes of queued events that fail.
package struct EventInvokeConfiguration: Codable, Sendable, Hashable {
    /// Where the events go that are given up.
    package struct Destinations: Codable, Sendable, Hashable {
        /// A queue, topic or function.
        package struct Destination: Codable, Sendable, Hashable {
            let Destination: String?
        }

        let OnFailure: Destination?
    }

    private let MaximumRetryAttempts: Int?
    private let MaximumEventAgeInSeconds: Int?
    private let DestinationConfig: Destinations?

    /// One without a destination.
    ///
    /// - Parameters:
    ///   - retries: 0, 1 or 2.
    ///   - age: the oldest event that is still tried, 60 to 21,600 seconds.
    package init(retries: Int, age: Int) {
        MaximumRetryAttempts = retries
        MaximumEventAgeInSeconds = age
        DestinationConfig = nil
    }
}
