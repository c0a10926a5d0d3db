import LambdaLoopback

/// Another name of a function. There are no versions here, so that every alias stands for `$LATEST`.
/// Source: AWS Lambda API Reference, "AliasConfiguration".
struct Alias: Encodable, Sendable {
    var arn: String
    var name: String
    var functionVersion = "$LATEST"
    var description: String

    enum CodingKeys: String, CodingKey {
        case arn = "AliasArn"
        case name = "Name"
        case functionVersion = "FunctionVersion"
        case description = "Description"
    }
}

/// The body of CreateAlias and, with every member optional, of UpdateAlias.
struct AliasRequest: Decodable {
    var name: String?
    var functionVersion: String?
    var description: String?

    enum CodingKeys: String, CodingKey {
        case name = "Name"
        case functionVersion = "FunctionVersion"
        case description = "Description"
    }

    /// Source: AWS Lambda API Reference, "CreateAlias", `Name`: letters, digits, `-` and `_`, not digits alone.
    static func isName(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && !text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }

    /// - Parameter functionARN: without a qualifier.
    func checkVersion(of functionARN: String) throws(InvokeRefusal) {
        guard let functionVersion, functionVersion != "$LATEST" else { return }
        throw .functionNotFound("\(functionARN):\(functionVersion)")
    }
}

/// The reply of ListAliases.
struct AliasList: Encodable {
    var aliases: [Alias]

    enum CodingKeys: String, CodingKey {
        case aliases = "Aliases"
    }
}
