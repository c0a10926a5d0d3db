/// Which of AWS's own endpoints are used ("Dual-stack and FIPS endpoints", AWS SDKs and Tools Reference Guide).
package struct EndpointVariants: Sendable, Hashable {
    /// Hosts whose encryption is validated by FIPS 140.
    package var useFIPS: Bool
    /// Hosts with IPv6 addresses beside IPv4 ones.
    package var useDualStack: Bool

    /// The usual hosts if not said otherwise.
    package init(useFIPS: Bool = false, useDualStack: Bool = false) {
        self.useFIPS = useFIPS
        self.useDualStack = useDualStack
    }
}
