import Foundation
import TestSupport

/// botocore's signers, which speak lines of JSON: one request in, its signature out.
enum BotocoreOracle {
    static let interpreter = Python.interpreter(importing: "botocore")
    static let missing = "no botocore: install it into .local/venv"

    struct Question: Encodable {
        let signer: String
        let method: String
        let endpoint: String
        /// The S3 key, to be encoded; or the path as it is sent.
        let path: String
        let query: [[String]]
        let headers: [[String]]
        let body: Data
        let accessKeyID: String
        let secretAccessKey: String
        let sessionToken: String?
        let region: String
        let service: String
        let timestamp: Int
    }

    static func answers(to questions: [Question]) async throws -> [String] {
        guard let interpreter else { return [] }
        let encoder = JSONEncoder()
        let lines = try questions.map { try encoder.encode($0) }
        let result = try await Subprocess.run(
            interpreter, ["-c", script], input: Array(lines.joined(separator: Data("\n".utf8))))
        guard result.status == 0 else { throw OracleError(message: result.errorText) }
        return try result.output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(String.self, from: Data($0))
        }
    }

    struct OracleError: Error {
        let message: String
    }

    private static let script = """
        import base64, datetime, json, sys
        import botocore.auth
        from botocore.auth import SigV4Auth, S3SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials
        from botocore.utils import percent_encode

        for line in sys.stdin.buffer:
            q = json.loads(line)
            moment = datetime.datetime.fromtimestamp(q["timestamp"], datetime.timezone.utc)
            botocore.auth.get_current_datetime = lambda: moment
            path = q["path"] if q["signer"] == "generic" else "/" + percent_encode(q["path"], safe="/~")
            request = AWSRequest(
                method=q["method"], url=q["endpoint"] + path, data=base64.b64decode(q["body"]))
            for name, value in q["headers"]:
                request.headers[name] = value
            credentials = Credentials(q["accessKeyID"], q["secretAccessKey"], q.get("sessionToken"))
            request.params = [tuple(pair) for pair in q["query"]]
            auth = SigV4Auth if q["signer"] == "generic" else S3SigV4Auth
            auth(credentials, q["service"], q["region"]).add_auth(request)
            print(json.dumps(request.headers["Authorization"]))
        """
}
