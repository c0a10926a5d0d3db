/// The parameters that operations on items share; each sets those it has.
struct DynamoDBInput: Encodable {
    var table: String?
    var key: Item?
    var item: Item?
    var consistentRead: Bool?
    var index: String?
    var limit: Int?
    var startKey: Item?
    var returnValues: String?
    var keyCondition: String?
    var filter: String?
    var condition: String?
    var update: String?
    var projection: String?
    var select: String?
    private var names: [String: String]?
    private var values: Item?

    init(table: String) {
        self.table = table
    }

    enum CodingKeys: String, CodingKey {
        case table = "TableName"
        case key = "Key"
        case item = "Item"
        case consistentRead = "ConsistentRead"
        case index = "IndexName"
        case limit = "Limit"
        case startKey = "ExclusiveStartKey"
        case returnValues = "ReturnValues"
        case keyCondition = "KeyConditionExpression"
        case filter = "FilterExpression"
        case condition = "ConditionExpression"
        case update = "UpdateExpression"
        case projection = "ProjectionExpression"
        case select = "Select"
        case names = "ExpressionAttributeNames"
        case values = "ExpressionAttributeValues"
    }

    /// Sets an expression and adds its placeholders, which all the expressions of a request share.
    mutating func set(_ parameter: WritableKeyPath<Self, String?>, _ expression: DynamoDBExpression?) {
        guard let expression else { return }
        self[keyPath: parameter] = expression.text
        // DynamoDB refuses empty placeholders.
        if !expression.names.isEmpty { names = (names ?? [:]).merging(expression.names) { $1 } }
        if !expression.values.isEmpty { values = (values ?? [:]).merging(expression.values) { $1 } }
    }
}
