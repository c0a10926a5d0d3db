import LambdaLoopback

/// CreateAlias, GetAlias, UpdateAlias, ListAliases, DeleteAlias.
extension Function {
    func createAlias(_ request: AliasRequest) throws(InvokeRefusal) -> Alias {
        guard let name = request.name, AliasRequest.isName(name) else {
            throw .invalidParameter("Name is missing, or not an alias: letters, digits, - and _.")
        }
        guard request.functionVersion != nil else {
            throw .invalidParameter("FunctionVersion is missing; there is only $LATEST here.")
        }
        try request.checkVersion(of: configuration.functionARN)
        let arn = "\(configuration.functionARN):\(name)"
        guard aliases[name] == nil else { throw .aliasExists(arn) }
        let alias = Alias(arn: arn, name: name, description: request.description ?? "")
        aliases[name] = alias
        return alias
    }

    func updateAlias(_ name: String, _ request: AliasRequest) throws(InvokeRefusal) -> Alias {
        try request.checkVersion(of: configuration.functionARN)
        var alias = try alias(name)
        alias.description = request.description ?? alias.description
        aliases[name] = alias
        return alias
    }

    func alias(_ name: String) throws(InvokeRefusal) -> Alias {
        guard let alias = aliases[name] else {
            throw .aliasNotFound("\(configuration.functionARN):\(name)")
        }
        return alias
    }

    /// Deletes an alias. One that is not there is deleted too, as in the service.
    func deleteAlias(_ name: String) {
        aliases[name] = nil
    }

    var sortedAliases: [Alias] { aliases.values.sorted { $0.name < $1.name } }

    /// Whether a function may be called so: by `$LATEST` or an alias.
    func hasQualifier(_ qualifier: String) -> Bool { qualifier == "$LATEST" || aliases[qualifier] != nil }
}
