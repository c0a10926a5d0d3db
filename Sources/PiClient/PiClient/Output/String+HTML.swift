extension String {
    /// Text from outside as it may stand between tags and in quoted attributes of HTML, cleaned.
    ///
    /// Scalar by scalar: to Swift, a `<` and a mark that joins it are one character, and not `<`.
    var htmlText: String {
        var result = ""
        for scalar in cleaned.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension DisplayText {
    /// An HTML page in which everything from outside is `htmlText` or cannot end its element.
    init(page: String) {
        value = page
    }
}
