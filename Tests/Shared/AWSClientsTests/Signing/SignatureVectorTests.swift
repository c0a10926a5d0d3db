import Foundation
import TestSupport
import Testing

@testable import AWSClients

/// The test suite of aws-c-auth: signed headers.
@Suite(.enabled(if: Repository.shared != nil, "\(Repository.sharedMissing)"))
struct SignatureVectorTests {
    @Test
    func thereAreAllCases() {
        #expect(SignatureVector.all.count == 38)
    }

    @Test(arguments: SignatureVector.all)
    func signsHeaders(_ vector: SignatureVector) throws {
        let request = try vector.request()
        let signature = try vector.signature()
        let added = signature.headers + request.payloadHeaders
        let canonical = CanonicalRequest(
            method: request.method, path: request.path, pathRule: request.pathRule, query: request.query,
            headers: request.headers + added, payloadHash: request.payloadHash)
        #expect(try canonical.text == vector.file("header-canonical-request.txt"))
        #expect(try signature.stringToSign(of: canonical) == vector.file("header-string-to-sign.txt"))
        #expect(try signature.signature(of: canonical) == vector.file("header-signature.txt"))

        let expected = try SignatureVector.Request(vector.file("header-signed-request.txt"))
        let unsigned = try vector.unsignedToken.map { [(name: "X-Amz-Security-Token", value: $0)] } ?? []
        let headers =
            request.headers + added + unsigned
            + [(name: "Authorization", value: signature.authorization(of: canonical))]
        #expect(Set(headers.map(SignatureVector.line)) == Set(expected.headers.map(SignatureVector.line)))
        #expect(request.body == expected.body)
    }
}
