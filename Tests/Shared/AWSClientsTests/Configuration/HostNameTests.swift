import Testing

@testable import AWSClients

struct HostNameTests {
    @Test(arguments: [
        "localhost", "LOCALHOST:80", "127.0.0.1", "127.255.0.9:5000", "[::1]", "[0:0:0:0:0:0:0:1]:8080",
    ])
    func knowsThisMachine(_ authority: String) {
        #expect(HostName(authority: authority).isLoopback)
    }

    @Test(arguments: [
        "localhost-files.s3.us-east-1.amazonaws.com", "localhost.example.com", "127.evil.example",
        "127.0.0.1.example.com",
        "1270.0.0.1", "[::2]", "[::1", "", "169.254.169.254", "128.0.0.1", "xlocalhost",
    ])
    func isNotFooledByNames(_ authority: String) {
        #expect(!HostName(authority: authority).isLoopback)
    }

    @Test
    func knowsTheLinksServices() {
        for host in ["169.254.169.254", "169.254.170.2:80", "[fd00:ec2::254]", "[fd00:0ec2:0::23]:80"] {
            #expect(HostName(authority: host).isLinkLocal)
        }
        for host in ["169.254.example.com", "169.254.1.2.example.com", "[fd00:ec20::1]", "localhost"] {
            #expect(!HostName(authority: host).isLinkLocal)
        }
    }
}
