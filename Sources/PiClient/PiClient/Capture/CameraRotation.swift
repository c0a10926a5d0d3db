/// Who turns the film of a camera that hangs upside down or on its side.
extension CameraSettings {
    /// Degrees to the right by which a picture of the source must still be turned: rpicam-vid turns by 180 degrees
    /// itself, which costs nothing. For everything else the clips, or photographs, say it.
    func statedRotation(of target: CaptureTarget) -> Int {
        target == .camera && rotation == 180 ? 0 : rotation
    }

    /// rpicam-vid's own rotation, which is 0 or 180 degrees ("rpicam-apps", Raspberry Pi documentation).
    var rotationArguments: [String] {
        rotation == 180 ? ["--rotation", "180"] : []
    }
}
