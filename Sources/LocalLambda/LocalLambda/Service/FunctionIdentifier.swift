/// A function as a request names it: a name, a partial or whole ARN, each with or without a qualifier.
/// Source: AWS Lambda API Reference, "Invoke", `FunctionName`.
struct FunctionIdentifier: Equatable {
    /// The function's name alone.
    var name: String
    /// A version or an alias.
    var qualifier: String?

    /// Takes the forms `name`, `name:qualifier`, `123456789012:function:name[:qualifier]` and
    /// `arn:aws:lambda:region:123456789012:function:name[:qualifier]`.
    /// - Returns: nil where the text is none of these.
    init?(_ text: String) {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if let function = parts.firstIndex(of: "function") {
            parts.removeSubrange(...function)
        }
        guard let name = parts.first, !name.isEmpty, parts.count <= 2, name.count <= 140,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        else { return nil }
        self.name = String(name)
        self.qualifier = parts.count == 2 ? String(parts[1]) : nil
    }
}
