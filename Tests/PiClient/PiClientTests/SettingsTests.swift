import Configuration
import Testing

@testable import PiClient

@Suite struct SettingsTests {
    private func load(
        file: String = "{}", environment: [String: String] = [:], flags: [SettingKey: ConfigValue] = [:]
    ) async throws -> (settings: Settings, origins: [SettingKey: String]) {
        let path = try Scratch.file(named: "config.json", bytes: [UInt8](file.utf8))
        return try await SettingsLoader(
            flags: flags, environment: ["HOME": "/home/pi"].merging(environment) { $1 },
            configurationFile: path
        ).load()
    }

    private func message(
        file: String = "{}", environment: [String: String] = [:], flags: [SettingKey: ConfigValue] = [:]
    ) async -> String {
        let error = await #expect(throws: SettingsError.self) {
            _ = try await load(file: file, environment: environment, flags: flags)
        }
        return error.map { "\($0)" } ?? ""
    }

    @Test func hasDefaults() async throws {
        let (settings, origins) = try await load()
        #expect(settings.table == "StudentDB")
        #expect(settings.clipSeconds == 0.5)
        #expect(settings.spoolFolder == "/home/pi/.local/state/rollcall/spool")
        #expect(!settings.device.isEmpty)
        #expect(origins.isEmpty)
    }

    @Test func theCommandLineIsOverTheEnvironmentIsOverTheFile() async throws {
        let file = #"{"bucket":"file","table":"file","device":"file","camera":{"width":320,"framerate":25}}"#
        let (settings, origins) = try await load(
            file: file, environment: ["ROLLCALL_BUCKET": "environment", "ROLLCALL_TABLE": "environment"],
            flags: [.bucket: ConfigValue(.string("flag"), isSecret: false)])
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
    func everySettingCanComeFromTheEnvironmentAndTheFile(key: SettingKey) async throws {
        let (text, json) =
            switch key.kind {
            case .text where key == .way: ("sync", "\"sync\"")
            case .text: ("x", "\"x\"")
            case .wholeNumber:
                (key == .cameraBitRate ? "200000" : "100", key == .cameraBitRate ? "200000" : "100")
            case .number: ("5.5", "5.5")
            case .texts: ("x,y", "[\"x\",\"y\"]")
            }
        let bounded: [SettingKey: String] = [.uploads: "7", .pollers: "7"]
        let value = bounded[key] ?? text
        let fromEnvironment = try await load(environment: [key.environmentName: value])
        #expect(fromEnvironment.origins == [key: "\(key.environmentName) in the environment"])
        let path = key.rawValue.split(separator: ".")
        let opening = path.map { "{\"\($0)\":" }.joined()
        let fromFile = try await load(
            file: opening + (bounded[key] ?? json) + String(repeating: "}", count: path.count))
        #expect(Array(fromFile.origins.keys) == [key])
        #expect(fromFile.settings == fromEnvironment.settings)
        #expect(fromFile.settings != (try await load()).settings)
    }

    @Test func aWayThatIsNoneIsRefusedWithThoseThatAre() async throws {
        let error = await #expect(throws: SettingsError.self) {
            try await load(environment: ["ROLLCALL_WAY": "by-mail"])
        }
        #expect(error?.description.contains("first-frame") == true)
    }

    @Test func namesTheEnvironmentAsTheFunctionsDo() {
        #expect(SettingKey.queueURL.environmentName == "ROLLCALL_QUEUE_URL")
        #expect(SettingKey.bucket.environmentName == "ROLLCALL_BUCKET")
        #expect(SettingKey.cameraFrameRate.environmentName == "ROLLCALL_CAMERA_FRAMERATE")
    }

    @Test func errorsNameTheLayerAndTheKey() async throws {
        let environment = await message(environment: ["ROLLCALL_CAMERA_WIDTH": "wide"])
        #expect(environment.contains("camera.width, from ROLLCALL_CAMERA_WIDTH in the environment"))
        #expect(environment.contains("a whole number"))
        let file = await message(file: #"{"camera":{"width":"wide"}}"#)
        #expect(file.contains("camera.width"))
        #expect(file.contains("config.json"))
        let flag = await message(flags: [.clipSeconds: ConfigValue(.double(99), isSecret: false)])
        #expect(
            flag.contains(
                "clip.seconds, from the command line, cannot be used: 99.0 is not within 0.1 to 10.0"))
        let device = await message(environment: ["ROLLCALL_DEVICE": "../up"])
        #expect(device.contains("ROLLCALL_DEVICE"))
    }

    @Test func refusesWhatIsNoSetting() async throws {
        #expect(
            await message(file: #"{"camera":{"widht":640}}"#).contains(
                "\"camera.widht\", which is no setting"))
        #expect(await message(file: "[1]").contains("not a JSON object"))
        #expect(await message(file: "{oops").contains("cannot read the configuration file"))
        #expect(await message(file: #"{"camera":{"arguments":["a",1]}}"#).contains("a list of texts"))
    }

    @Test func aNamedFileMustExistAndTheDefaultOneNeedNot() async throws {
        await #expect(throws: SettingsError.self) {
            _ = try await SettingsLoader(environment: [:], configurationFile: "/nonexistent.json").load()
        }
        await #expect(throws: SettingsError.self) {
            _ = try await SettingsLoader(environment: ["ROLLCALL_CONFIG": "/nonexistent.json"]).load()
        }
        _ = try await SettingsLoader(environment: ["HOME": "/nonexistent"]).load()
    }

    @Test func saysHowToSetWhatIsMissing() async throws {
        let (settings, _) = try await load()
        #expect(throws: SettingsError.missing(.bucket)) { try settings.requiredBucket() }
        #expect("\(SettingsError.missing(.queueURL))".contains("ROLLCALL_QUEUE_URL"))
    }

    @Test func changesAWSsOwnSettingsOnlyWhereAsked() async throws {
        let (settings, _) = try await load(file: #"{"aws":{"region":"eu-central-1"}}"#)
        let environment = settings.awsEnvironment(["AWS_REGION": "us-east-1", "AWS_PROFILE": "pi"])
        #expect(environment == ["AWS_REGION": "eu-central-1", "AWS_PROFILE": "pi"])
    }
}
