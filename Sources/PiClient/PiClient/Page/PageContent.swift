import AWSClients
import RollcallMessages
import RollcallPage
import RollcallServices
import WireFormats

/// What stands behind the page: the tables, the pictures and the functions, by this machine's keys.
struct PageContent: PageSource {
    let settings: Settings
    let environment: [String: String]
    let session: AWSSession
    let live: LiveClips
    let feed: PageFeed
    /// Who makes marks, as far as this machine knows.
    let author: String
    let rollReader = RollReader()

    var students: StudentTable {
        StudentTable(client: DynamoDBClient(session: session), name: settings.table)
    }
    var attendance: AttendanceTable {
        AttendanceTable(client: DynamoDBClient(session: session), name: settings.attendance)
    }
    var s3: S3Client { S3Client(session: session) }
    var recognizer: RecognizerFunction {
        RecognizerFunction(lambda: LambdaClient(session: session), name: settings.recognizer)
    }

    func answer(_ request: PageRequest) async throws -> PageAnswer {
        if request.isChange {
            let answer = try await change(request)
            await rollReader.forget()
            // What one page changes, the others show.
            if answer.status == 200 { feed.send("change", "{}") }
            return answer
        }
        switch request.path {
        case "now": return try .json(now())
        case "roll": return try await rollAnswer(request)
        case "roll.csv": return try await rollCSV(request)
        case "roll.ics": return try await rollCalendar(request)
        case "people": return try await people()
        case "unknown": return try await unknown()
        case "health": return try health()
        case "picture": return try await picture(request)
        default: return .missing
        }
    }

    private func change(_ request: PageRequest) async throws -> PageAnswer {
        switch request.path {
        case "mark": try await mark(request)
        case "doctor": try await doctor()
        case "unknown/name": try await nameUnknown(request)
        case "unknown/noface", "unknown/ignore": try await ignoreUnknown(request)
        case "people/add": try await addPerson(request)
        case "people/change": try await changePerson(request)
        case "people/photograph": try await addPhotograph(request)
        case "people/camera": try await addCameraPicture(request)
        case "people/remove": try await removePerson(request)
        default: .missing
        }
    }
}

extension PageAnswer {
    /// An answer in JSON.
    static func json(_ value: some Encodable) throws -> PageAnswer {
        PageAnswer(body: try MessageCoding.encode(value))
    }
}

extension PageRequest {
    /// The name that the query gives.
    ///
    /// - Throws: `PageRefusal` for what is no name.
    func personName() throws -> PersonName { try PersonName(ofPage: query["name"] ?? "") }

    /// The body, from JSON.
    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try MessageCoding.decode(type, from: body)
    }
}

extension PersonName {
    /// A name that somebody typed.
    ///
    /// - Throws: `PageRefusal` that says what is wrong with it.
    init(ofPage text: String) throws(PageRefusal) {
        do throws(TextError) {
            try self.init(text)
        } catch {
            throw PageRefusal("The name cannot be used: \(error).")
        }
    }
}
