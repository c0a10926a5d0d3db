import Configuration
import Synchronization

/// Reads settings through the layers and remembers which layer gave which.
struct SettingsReader {
    private let layers: [String]
    private let reader: ConfigReader
    private let lookup = LastLookup()
    private(set) var origins: [SettingKey: String] = [:]

    /// - Parameter layers: their names and contents, the strongest first.
    init(layers: [(name: String, provider: any ConfigProvider)]) {
        self.layers = layers.map(\.name)
        reader = ConfigReader(providers: layers.map(\.provider), accessReporter: lookup)
    }

    mutating func text(_ key: SettingKey) async throws(SettingsError) -> String? {
        let value = try await fetch(key) { try await $0.fetchString(forKey: $1) }
        if let value, value.isEmpty { throw invalid(key, "it is empty") }
        return value
    }

    mutating func texts(_ key: SettingKey) async throws(SettingsError) -> [String]? {
        try await fetch(key) { try await $0.fetchStringArray(forKey: $1) }
    }

    mutating func wholeNumber(_ key: SettingKey, in range: ClosedRange<Int>) async throws(SettingsError)
        -> Int?
    {
        let value = try await fetch(key) { try await $0.fetchInt(forKey: $1) }
        return try check(value, key, in: range)
    }

    mutating func number(_ key: SettingKey, in range: ClosedRange<Double>) async throws(SettingsError)
        -> Double?
    {
        let value = try await fetch(key) { try await $0.fetchDouble(forKey: $1) }
        return try check(value, key, in: range)
    }

    func invalid(_ key: SettingKey, _ reason: String) -> SettingsError {
        .invalid(layer: origins[key] ?? "the defaults", key: key, reason: reason)
    }

    private func check<Value: Comparable>(
        _ value: Value?, _ key: SettingKey, in range: ClosedRange<Value>
    ) throws(SettingsError) -> Value? {
        if let value, !range.contains(value) {
            throw invalid(key, "\(value) is not within \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    private mutating func fetch<Value>(
        _ key: SettingKey, _ read: (ConfigReader, ConfigKey) async throws -> Value?
    ) async throws(SettingsError) -> Value? {
        do {
            let value = try await read(reader, ConfigKey(key.rawValue))
            if value != nil { origins[key] = lastLayer(key) }
            return value
        } catch {
            throw .invalid(layer: lastLayer(key), key: key, reason: "it must be \(key.kind.rawValue)")
        }
    }

    /// The layer at which the last look-up ended, with a value or an error.
    private func lastLayer(_ key: SettingKey) -> String {
        let index = lookup.depth - 1
        guard layers.indices.contains(index) else { return "the settings" }
        return layers[index] == "the environment"
            ? "\(key.environmentName) in the environment" : layers[index]
    }
}

/// How many layers the last look-up went through.
private final class LastLookup: AccessReporter {
    private let storage = Mutex(0)

    var depth: Int { storage.withLock { $0 } }

    func report(_ event: AccessEvent) {
        storage.withLock { $0 = event.providerResults.count }
    }
}
