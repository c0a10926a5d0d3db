import Foundation

/// A moto server (emulated S3, SQS, DynamoDB, IAM and STS) on 127.0.0.1, on a port of its own. It ends with
/// ``stop()`` or with this process.
public final class MotoServer: Sendable {
    /// The server's address, for `AWS_ENDPOINT_URL`.
    public let endpoint: String
    private let server: PythonServer

    private static let interpreter = Python.interpreter(importing: "moto", "flask")
    /// Whether there is a moto to run.
    public static var isAvailable: Bool { interpreter != nil }
    /// Why tests that need moto are skipped.
    public static let missing = "no moto: install moto[server] into .local/venv"

    /// Starts a server and waits until it answers. AWS's own IAM policies are there only if they are asked for: it
    /// takes moto a while to read them.
    public init(hasManagedPolicies: Bool = false) async throws {
        guard let interpreter = Self.interpreter else { throw MotoError.notInstalled }
        let script = """
            import os
            os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "\(hasManagedPolicies)"
            from moto.server import main
            main(["-H", "127.0.0.1", "-p", sys.argv[1]])
            """
        server = try await PythonServer(script: script, interpreter: interpreter)
        endpoint = "http://127.0.0.1:\(server.port)"
    }

    /// Stops the server.
    public func stop() {
        server.stop()
    }

    /// The environment of a client of this server.
    public func clientEnvironment(
        accessKeyID: String = "AKIAROLLCALLTEST0001", secretAccessKey: String = "test-secret"
    ) -> [String: String] {
        [
            "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": accessKeyID, "AWS_SECRET_ACCESS_KEY": secretAccessKey,
            "AWS_EC2_METADATA_DISABLED": "true",
        ]
    }
}

extension MotoServer {
    /// An access key that the server knows.
    public struct AccessKey: Decodable, Sendable {
        /// The access key id.
        public let id: String
        /// The secret access key.
        public let secret: String
    }

    /// Makes a user who may do everything and one who may do nothing, and from then on has the server check
    /// every request's signature and its user's policy.
    public func requireAuthentication() async throws -> (allowed: AccessKey, denied: AccessKey) {
        let script = """
            import json, sys, urllib.request
            import boto3
            iam = boto3.client(
                "iam", endpoint_url=sys.argv[1], region_name="us-east-1",
                aws_access_key_id="any", aws_secret_access_key="any")
            statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
            keys = []
            for name in "allowed", "denied":
                iam.create_user(UserName=name)
                key = iam.create_access_key(UserName=name)["AccessKey"]
                keys.append({"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]})
            iam.put_user_policy(
                UserName="allowed", PolicyName="everything",
                PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
            urllib.request.urlopen(urllib.request.Request(
                sys.argv[1] + "/moto-api/reset-auth", b"0", {"Content-Type": "text/plain"}))
            print(json.dumps(keys))
            """
        guard let interpreter = Self.interpreter else { throw MotoError.notInstalled }
        let result = try await Subprocess.run(interpreter, ["-c", script, endpoint])
        guard result.status == 0 else { throw MotoError.failed(result.errorText) }
        let keys = try JSONDecoder().decode([AccessKey].self, from: Data(result.output))
        guard keys.count == 2 else { throw MotoError.failed(result.text) }
        return (keys[0], keys[1])
    }
}

extension MotoServer {
    /// Makes a role that anybody in the account may assume and that may do one action on everything.
    public func makeRole(named role: String, allowing action: String, as key: AccessKey) async throws {
        let script = """
            import json, sys
            import boto3
            endpoint, key, secret, role, action = sys.argv[1:]
            iam = boto3.client(
                "iam", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id=key,
                aws_secret_access_key=secret)
            def policy(**statement):
                return json.dumps({"Version": "2012-10-17", "Statement": [dict(Effect="Allow", **statement)]})
            iam.create_role(RoleName=role, AssumeRolePolicyDocument=policy(Principal={"AWS": "*"}, Action="sts:AssumeRole"))
            iam.put_role_policy(RoleName=role, PolicyName="one", PolicyDocument=policy(Action=action, Resource="*"))
            """
        guard let interpreter = Self.interpreter else { throw MotoError.notInstalled }
        let result = try await Subprocess.run(
            interpreter, ["-c", script, endpoint, key.id, key.secret, role, action])
        guard result.status == 0 else { throw MotoError.failed(result.errorText) }
    }
}

/// Why there is no moto server.
public enum MotoError: Error {
    /// Neither `.local/venv` nor `python3` has it.
    case notInstalled
    /// A command to it went wrong.
    case failed(String)
}
