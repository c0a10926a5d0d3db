import WireFormats

extension ServiceRequest {
    /// A JSON body, of services that speak REST with JSON.
    mutating func setJSON(_ value: some Encodable) throws(AWSError) {
        headers.append(("content-type", "application/json"))
        do { body = try JSON.encode(value) } catch {
            throw self.error(.configuration, "the request cannot be written as JSON: \(error)")
        }
    }
}
