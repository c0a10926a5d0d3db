import Foundation
import TestSupport

/// An account with AWS IoT: moto, whose certificates are signed in earnest, and a credential provider that demands them
/// over TLS and gives credentials as AWS does: for an active certificate that has the policy, in the name of its thing.
struct TestIoT {
    private let server: PythonServer
    /// A folder with the provider's authority, `ca.pem`.
    let folder: String

    static let isAvailable = Python.interpreter(importing: "moto", "flask", "cryptography", "boto3") != nil

    private static let script = """
        import datetime, http.server, ipaddress, json, ssl
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        import moto.iot.models as models
        folder = sys.argv[2]
        now = datetime.datetime.now(datetime.timezone.utc)
        name = lambda text: x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])
        authority = ec.generate_private_key(ec.SECP256R1())
        def sign(subject, key, *extensions):
            builder = x509.CertificateBuilder().subject_name(subject).issuer_name(name("authority")).public_key(key)
            builder = builder.serial_number(x509.random_serial_number())
            builder = builder.not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(1))
            for extension in extensions:
                builder = builder.add_extension(extension, False)
            signed = builder.sign(authority, hashes.SHA256())
            return signed.public_bytes(serialization.Encoding.PEM).decode()
        def write(file, *texts):
            with open(folder + "/" + file, "w") as output:
                output.write("".join(texts))
        write("ca.pem", sign(name("authority"), authority.public_key(), x509.BasicConstraints(True, None)))
        key = ec.generate_private_key(ec.SECP256R1())
        write("server.pem", key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode(),
            sign(name("server"), key.public_key(),
                x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])))
        def create_certificate_from_csr(self, csr, set_as_active):
            request = x509.load_pem_x509_csr(csr.encode())
            assert request.is_signature_valid
            return self.register_certificate(
                sign(request.subject, request.public_key()), ca_certificate_pem=None, set_as_active=set_as_active,
                status="INACTIVE")
        models.IoTBackend.create_certificate_from_csr = create_certificate_from_csr
        backend = models.iot_backends["123456789012"]["us-east-1"]
        def refusal(path, thing, der):
            pem = ssl.DER_cert_to_PEM_cert(der)
            known = [c for c in backend.certificates.values() if c.certificate_pem.strip() == pem.strip()]
            if not known or known[0].status != "ACTIVE":
                return "Access Denied"
            if [p.name for p in backend.list_attached_policies(known[0].arn)] != ["rollcall-device"]:
                return "Access Denied"
            if thing not in [t for t in backend.list_principal_things(known[0].arn)]:
                return "Invalid thing name passed"
            return None if path == "/role-aliases/rollcall-device/credentials" else "Role alias does not exist"
        class Provider(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                thing = self.headers["x-amzn-iot-thingname"]
                reason = refusal(self.path, thing, self.connection.getpeercert(True))
                body = {"message": reason} if reason else {"credentials": {
                    "accessKeyId": "ASIA" + thing, "secretAccessKey": "s", "sessionToken": "t",
                    "expiration": "2099-01-01T00:00:00Z"}}
                self.send_response(403 if reason else 200)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())
            def log_message(self, *arguments):
                pass
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/server.pem")
        context.load_verify_locations(folder + "/ca.pem")
        context.verify_mode = ssl.CERT_REQUIRED
        provider = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        provider.socket = context.wrap_socket(provider.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=provider.serve_forever, daemon=True).start()
        class Endpoint:
            def to_dict(self):
                return {"endpointAddress": "127.0.0.1:%d" % provider.server_port}
        ordinary = models.IoTBackend.describe_endpoint
        models.IoTBackend.describe_endpoint = lambda self, endpoint_type: (
            Endpoint() if endpoint_type == "iot:CredentialProvider" else ordinary(self, endpoint_type))
        from moto.server import main
        main(["-H", "127.0.0.1", "-p", sys.argv[1]])
        """

    private static let setUp = """
        import io, json, sys, zipfile
        import boto3
        client = lambda name: boto3.client(
            name, endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="s")
        role = client("iam").create_role(RoleName="device", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        client("iot").create_role_alias(roleAlias="rollcall-device", roleArn=role)
        client("iot").create_policy(policyName="rollcall-device", policyDocument="{}")
        code = io.BytesIO()
        with zipfile.ZipFile(code, "w") as archive:
            archive.writestr("bootstrap", "")
        client("lambda").create_function(
            FunctionName="Extractor", Runtime="provided.al2023", Role=role, Handler="bootstrap",
            Code={"ZipFile": code.getvalue()})
        client("s3").create_bucket(Bucket="clips")
        """

    init() async throws {
        folder = try Scratch.folder()
        let interpreter =
            Python.interpreter(importing: "moto", "flask", "cryptography", "boto3") ?? "python3"
        server = try await PythonServer(script: Self.script, arguments: [folder], interpreter: interpreter)
        let made = try await Subprocess.run(interpreter, ["-c", Self.setUp, endpoint])
        guard made.status == 0 else { throw MotoError.failed(made.errorText) }
    }

    func stop() { server.stop() }

    var endpoint: String { "http://127.0.0.1:\(server.port)" }

    /// The operator's environment.
    var environment: [String: String] {
        [
            "HOME": folder, "PATH": "/usr/bin:/bin", "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "s", "ROLLCALL_BUCKET": "clips",
            "ROLLCALL_QUEUE_URL": "\(endpoint)/123456789012/rollcall-results-{device}",
        ]
    }
}
