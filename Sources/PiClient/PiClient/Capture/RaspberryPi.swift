import FoundationEssentials

/// What is known of the computer at hand.
enum RaspberryPi {
    /// Whether the board has no H.264 encoder, so that the camera command encodes in software: the Raspberry Pi 5
    /// and its siblings.
    static func encodesInSoftware(
        modelFile: String = "/proc/device-tree/model"
    ) -> Bool {
        guard let model = try? Data(contentsOf: URL(filePath: modelFile)) else { return false }
        let name = String(decoding: model, as: UTF8.self)
        return ["Raspberry Pi 5", "Compute Module 5"].contains { name.contains($0) }
    }
}
