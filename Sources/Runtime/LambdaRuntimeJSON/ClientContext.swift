/// What an AWS mobile SDK says about the application and the device that invoked a function (AWS Lambda API
/// Reference, "Invoke", `X-Amz-Client-Context`).
public struct ClientContext: Decodable, Sendable, Equatable {
    /// The application.
    public struct Client: Decodable, Sendable, Equatable {
        /// The installation's id, which Amazon Mobile Analytics made up.
        public var installationID: String?
        /// The application's title.
        public var appTitle: String?
        /// The application's version for people, for instance `1.2`.
        public var appVersionName: String?
        /// The application's version for machines.
        public var appVersionCode: String?
        /// The application's package.
        public var appPackageName: String?

        private enum CodingKeys: String, CodingKey {
            case installationID = "installation_id"
            case appTitle = "app_title"
            case appVersionName = "app_version_name"
            case appVersionCode = "app_version_code"
            case appPackageName = "app_package_name"
        }
    }

    /// The application, nil where the invoker does not name one.
    public var client: Client?
    /// What the application adds of its own. Only text: other values are left out.
    public var custom: [String: String]
    /// The device: `make`, `model`, `locale` and so on. Only text: other values are left out.
    public var environment: [String: String]

    private enum CodingKeys: String, CodingKey {
        case client, custom
        case environment = "env"
    }

    /// Reads the parts that are there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        client = try? container.decodeIfPresent(Client.self, forKey: .client)
        custom = Self.texts(in: container, .custom)
        environment = Self.texts(in: container, .environment)
    }

    private static func texts(
        in container: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys
    ) -> [String: String] {
        let values = try? container.decodeIfPresent([String: Text].self, forKey: key)
        return (values ?? [:]).compactMapValues(\.value)
    }

    /// A value that may be no text.
    private struct Text: Decodable {
        let value: String?

        init(from decoder: any Decoder) throws {
            value = try? decoder.singleValueContainer().decode(String.self)
        }
    }
}
