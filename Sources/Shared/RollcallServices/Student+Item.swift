internal import AWSClients
internal import RollcallMessages

extension Student {
    /// The names of StudentDB's attributes.
    enum Attribute {
        static let name = "name"
        static let id = "id"
        static let major = "major"
        static let year = "year"
        static let groups = "groups"
        static let embeddings = "embeddings"
        static let corrections = "corrections"
        static let withoutFaces = [name, id, major, year, groups]
    }

    /// The person of an item; nil without a name that is one. Embeddings of another size, and what else does not
    /// hold, are left out, since one bad row must not keep the others from being recognized.
    init?(item: Item) {
        guard let name = item[Attribute.name]?.string.flatMap({ try? PersonName($0) }) else { return nil }
        self.init(
            name: name, id: item[Attribute.id]?.detail, major: item[Attribute.major]?.detail,
            year: item[Attribute.year]?.detail, groups: item[Attribute.groups]?.groups ?? [],
            embeddings: (item[Attribute.embeddings]?.list ?? []).compactMap(StoredEmbedding.init(value:)),
            corrections: (item[Attribute.corrections]?.map ?? [:]).values.compactMap(Correction.init(value:))
                .sorted { ($0.time, $0.id) < ($1.time, $1.id) })
    }

    /// The person as an item.
    var item: Item {
        var item = details
        item[Attribute.name] = .string(name.text)
        if !embeddings.isEmpty { item[Attribute.embeddings] = .list(embeddings.map(\.value)) }
        if !corrections.isEmpty {
            item[Attribute.corrections] = .map(Item(corrections.map { ($0.id, $0.value) }))
        }
        return item
    }

    /// What is known of the person beside name and faces.
    var details: Item {
        var details: Item = [:]
        details[Attribute.id] = id.map(AttributeValue.string)
        details[Attribute.major] = major.map(AttributeValue.string)
        details[Attribute.year] = year.map(AttributeValue.string)
        if !groups.isEmpty { details[Attribute.groups] = .strings(groups) }
        return details
    }
}

extension AttributeValue {
    /// A word or a number that was said of a person; nil for one that does not show as what it is.
    fileprivate var detail: String? {
        switch self {
        case .string(let text), .number(let text): (try? Student.detail(text)) ?? nil
        default: nil
        }
    }

    fileprivate var groups: Set<String>? {
        switch self {
        case .stringSet(let groups): Set(groups.compactMap { (try? Student.detail($0.text)) ?? nil })
        case .list(let groups): Set(groups.compactMap(\.detail))
        default: nil
        }
    }
}
