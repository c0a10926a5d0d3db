/// The motion stage of the Raspberry Pi's camera command, which compares small pictures and says on standard error when
/// something begins and ceases to move ("motion_detect stage", Raspberry Pi documentation, camera software; the words
/// are those of motion_detect_stage.cpp in rpicam-apps).
enum MotionStage {
    /// What a line says.
    enum Word: Equatable {
        /// The stage has its pictures and watches.
        case watches
        case moves
        case rests
    }

    /// The camera command's arguments for it. The stage's settings come from standard input: so nothing is left on the
    /// disk.
    static let arguments = [
        "--lores-width", "\(SmallPictures.width)", "--lores-height", "\(SmallPictures.height)",
        "--post-process-file", "/dev/stdin",
    ]

    /// Whether a user's arguments have the command do something else with small pictures.
    static func isTaken(by arguments: [String]) -> Bool {
        arguments.contains { argument in
            ["--post-process-file", "--lores-", "--verbose"].contains(where: argument.hasPrefix)
                || argument.hasPrefix("-v")
        }
    }

    /// The stage's settings, as JSON.
    ///
    /// - Parameter frameRate: pictures a second of the film.
    static func settings(frameRate: Double) -> String {
        // As many pixels as motion is in `MotionWatch`, and half of one against rounding down.
        let share = (Double(MotionWatch.pixels) + 0.5) / Double(SmallPictures.width * SmallPictures.height)
        let halfSecond = Int(exactly: (frameRate / 2).rounded()) ?? 15
        return """
            {"motion_detect": {"difference_m": 0.0, "difference_c": \(MotionWatch.steps), \
            "region_threshold": \(share), "frame_period": \(max(1, halfSecond)), "hskip": 1, "vskip": 1, "verbose": 1}}

            """
    }

    /// What a line of the command's says of motion; nil for any other.
    static func word(_ line: some StringProtocol) -> Word? {
        if line.hasPrefix("Motion detected") { return .moves }
        if line.hasPrefix("Motion stopped") { return .rests }
        return line.hasPrefix("Lores: ") ? .watches : nil
    }
}
