import Foundation
import Testing

@testable import PiClient

@Suite struct SettingsTests {
    private func load(
        file: String = "{}", environment: [String: String] = [:], flags: [SettingKey: String] = [:]
    ) throws -> (settings: Settings, origins: [SettingKey: String]) {
        let path = try Scratch.file(named: "config.json", bytes: [UInt8](file.utf8))
        return try SettingsLoader(
            flags: flags, environment: ["HOME": "/home/pi"].merging(environment) { $1 },
            configurationFile: path
        ).load()
    }

    private func message(
        file: String = "{}", environment: [String: String] = [:], flags: [SettingKey: String] = [:]
    ) -> String {
        let error = #expect(throws: SettingsError.self) {
            _ = try load(file: file, environment: environment, flags: flags)
        }
        return error.map { "\($0)" } ?? ""
    }

    @Test func hasDefaults() throws {
        let (settings, origins) = try load()
        #expect(settings.table == "StudentDB")
        #expect(settings.clipSeconds == 0.5)
        #expect(settings.spoolFolder == "/home/pi/.local/state/rollcall/spool")
        #expect(!settings.device.isEmpty)
        #expect(origins.isEmpty)
    }

    @Test func theCommandLineIsOverTheEnvironmentIsOverTheFile() throws {
        let file = #"{"bucket":"file","table":"file","device":"file","camera":{"width":320,"framerate":25}}"#
        let (settings, origins) = try load(
            file: file, environment: ["ROLLCALL_BUCKET": "environment", "ROLLCALL_TABLE": "environment"],
            flags: [.bucket: "flag"])
        #expect(settings.bucket == "flag")
        #expect(settings.table == "environment")
        #expect(settings.device == "file")
        #expect(settings.camera.width == 320)
        #expect(settings.camera.frameRate == 25)
        #expect(origins[.bucket] == "the command line")
        #expect(origins[.table] == "ROLLCALL_TABLE in the environment")
        #expect(origins[.device]?.hasSuffix("/config.json") == true)
        #expect(origins[.recognizer] == nil)
    }

    @Test(arguments: SettingKey.allCases)
    func everySettingCanComeFromTheEnvironmentAndTheFile(key: SettingKey) throws {
        let (value, json) =
            switch key.row.kind {
            case .text where key == .timeZone: ("UTC0", "\"UTC0\"")
            case .text where key == .noticeBroker: ("mqtt://x", "\"mqtt://x\"")
            case .texts where key == .noticeKinds: ("left,silent", "[\"left\",\"silent\"]")
            case .text: ("x", "\"x\"")
            case .wholeNumber(let range): ("\(range.upperBound - 1)", "\(range.upperBound - 1)")
            case .number(let range): ("\(range.upperBound - 1)", "\(range.upperBound - 1)")
            case .texts: ("x,y", "[\"x\",\"y\"]")
            case .choice(let choices): (choices[choices.count - 1], "\"\(choices[choices.count - 1])\"")
            }
        let fromEnvironment = try load(environment: [key.environmentName: value])
        #expect(fromEnvironment.origins == [key: "\(key.environmentName) in the environment"])
        let path = key.rawValue.split(separator: ".")
        let opening = path.map { "{\"\($0)\":" }.joined()
        let fromFile = try load(
            file: opening + json + String(repeating: "}", count: path.count))
        #expect(Array(fromFile.origins.keys) == [key])
        #expect(fromFile.settings == fromEnvironment.settings)
        #expect(fromFile.settings != (try load()).settings)
    }

    @Test func anUnknownKindOfNoticeIsRefusedWithTheKnownOnes() throws {
        let error = #expect(throws: SettingsError.self) {
            try load(environment: ["ROLLCALL_NOTICES_KINDS": "arrived,flew"])
        }
        #expect(error?.description.contains("flew is none of arrived, left, stranger") == true)
    }

    @Test func anUnknownRouteIsRefusedWithTheKnownOnes() throws {
        let error = #expect(throws: SettingsError.self) {
            try load(environment: ["ROLLCALL_WAY": "by-mail"])
        }
        #expect(error?.description.contains("first-frame") == true)
    }

    @Test func namesTheEnvironmentAsTheFunctionsDo() {
        #expect(SettingKey.queueURL.environmentName == "ROLLCALL_QUEUE_URL")
        #expect(SettingKey.bucket.environmentName == "ROLLCALL_BUCKET")
        #expect(SettingKey.cameraFrameRate.environmentName == "ROLLCALL_CAMERA_FRAMERATE")
    }

    @Test func errorsNameTheLayerAndTheKey() throws {
        let environment = message(environment: ["ROLLCALL_CAMERA_WIDTH": "wide"])
        #expect(environment.contains("camera.width, from ROLLCALL_CAMERA_WIDTH in the environment"))
        #expect(environment.contains("a whole number"))
        let file = message(file: #"{"camera":{"width":"wide"}}"#)
        #expect(file.contains("camera.width"))
        #expect(file.contains("config.json"))
        let flag = message(flags: [.clipSeconds: "99"])
        #expect(
            flag.contains(
                "clip.seconds, from the command line, cannot be used: 99.0 is not within 0.1 to 10.0"))
        let device = message(environment: ["ROLLCALL_DEVICE": "../up"])
        #expect(device.contains("ROLLCALL_DEVICE"))
    }

    @Test func refusesWhatIsNoSetting() throws {
        #expect(
            message(file: #"{"camera":{"widht":640}}"#).contains(
                "\"camera.widht\", which is no setting"))
        #expect(message(file: #"{"camera":{"widht":640}}"#).contains("Did you mean \"camera.width\"?"))
        #expect(message(file: #"{"que_url":"x"}"#).contains("Did you mean \"queueUrl\"?"))
        #expect(message(file: #"{"somethingElse":1}"#).contains("The settings are: device, bucket"))
        #expect(message(file: "[1]").contains("not a JSON object"))
        #expect(message(file: "{oops").contains("cannot read the configuration file"))
        #expect(message(file: #"{"camera":{"arguments":["a",1]}}"#).contains("a list of texts"))
    }

    @Test func aNamedFileMustExistAndTheDefaultOneNeedNot() throws {
        #expect(throws: SettingsError.self) {
            _ = try SettingsLoader(environment: [:], configurationFile: "/nonexistent.json").load()
        }
        #expect(throws: SettingsError.self) {
            _ = try SettingsLoader(environment: ["ROLLCALL_CONFIG": "/nonexistent.json"]).load()
        }
        _ = try SettingsLoader(environment: ["HOME": "/nonexistent"]).load()
    }

    @Test func saysHowToSetWhatIsMissing() throws {
        let (settings, _) = try load()
        #expect(throws: SettingsError.missing(.bucket)) { try settings.requiredBucket() }
        #expect("\(SettingsError.missing(.queueURL))".contains("ROLLCALL_QUEUE_URL"))
    }

    @Test func changesAWSsOwnSettingsOnlyWhereAsked() throws {
        let (settings, _) = try load(file: #"{"aws":{"region":"eu-central-1"}}"#)
        let environment = settings.awsEnvironment(["AWS_REGION": "us-east-1", "AWS_PROFILE": "pi"])
        #expect(environment == ["AWS_REGION": "eu-central-1", "AWS_PROFILE": "pi"])
    }

    /// Every kind of setting, with values of other kinds, and with too large ones.
    @Test(arguments: SettingKey.allCases)
    func refusesWhatIsOfAnotherKind(key: SettingKey) throws {
        var values = [
            "true", "null", "[[1]]", #"[1]"#, "1e400", "-1e300", "9223372036854775808", #""\u0007""#, #""""#,
        ]
        switch key.row.kind {
        case .text, .choice: values += ["5", #"["a"]"#, #""a\u0000b""#]
        case .wholeNumber: values += [#""wide""#, "640.5", "-1", "0x10"]
        case .number: values += [#""wide""#, "-1", "1e99"]
        case .texts: values += [#""a""#, #"["a\u001b"]"#, "5"]
        }
        let path = key.rawValue.split(separator: ".")
        for value in values {
            let file = path.map { "{\"\($0)\":" }.joined() + value + String(repeating: "}", count: path.count)
            let message = self.message(file: file)
            #expect(message.contains(key.rawValue) || message.contains("not JSON"), "\(value): \(message)")
        }
    }

    /// A device's id is a folder: nothing in it may lead out of its own.
    @Test(arguments: [
        "..", ".", "a/../b", "../up", "/a", "a/", "a//b", "a b", "a\tb", "a#b", "a\\b", "a\u{200b}b",
        "a\u{202e}b",
        "x\u{0600}/../../y", "a\u{0}b", String(repeating: "a", count: 129),
    ])
    func refusesADeviceThatIsNoFolder(device: String) throws {
        let message = self.message(flags: [.device: device])
        #expect(message.contains("device, from the command line, cannot be used"), "\(message)")
    }

    @Test(arguments: ["pi", "school/lab-1", "labo-é", "..a", "教室"])
    func takesADevice(device: String) throws {
        #expect(try load(flags: [.device: device]).settings.device == device)
    }

    @Test func aFileThatCannotBeReadIsSaidInWords() throws {
        let folder = try Scratch.folder()
        let cases = [
            (folder, "Is a directory"), (folder + "/none.json", "No such file or directory"),
            ("/dev/zero", "File too large"), (folder + "/none/config.json", "No such file or directory"),
        ]
        for (path, words) in cases {
            let error = #expect(throws: SettingsError.self) {
                try SettingsLoader(environment: [:], configurationFile: path).load()
            }
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        }
    }
}
