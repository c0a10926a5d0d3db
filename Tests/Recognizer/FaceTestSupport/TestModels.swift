public import FaceRecognition
public import Foundation
internal import TestSupport

/// The models and photographs that set-up fetched.
public enum TestModels {
    /// The folder of the photographs; nil where set-up has not run.
    public static let photographs: URL? = {
        let url = Repository.root.appending(path: ".local/photographs")
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }()

    /// Whether there is all that recognizing a photograph takes.
    public static var areAvailable: Bool { folder != nil && photographs != nil }

    /// The folder of the models; nil where set-up has not run, or one for an earlier Rollcall.
    private static let folder: URL? = {
        let models = ["face_detector.model", "face_embedder.model"]
        return Repository.models.flatMap { folder in
            models.allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: $0).path) }
                ? folder : nil
        }
    }()

    /// Why tests are skipped otherwise.
    public static let missing =
        "no models or photographs: run scripts/fetch-models and scripts/fetch-photographs"

    /// Loaded once: that takes longer than recognizing a face.
    public static let loaded = Result { try FaceModels(folder: folder?.path ?? "") }

    /// The path of a model's file.
    public static func path(_ file: String) -> String { (folder?.path ?? "") + "/" + file }

    /// A photograph by the name of its file.
    public static func photograph(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: (photographs ?? Repository.root).appending(path: name)))
    }

    /// The astronaut's portrait as a JPEG.
    public static func stranger() async throws -> [UInt8] {
        let portrait = (photographs ?? Repository.root).appending(path: "astronaut.png").path
        return try await Subprocess.run(
            "ffmpeg", ["-v", "error", "-i", portrait, "-q:v", "2", "-f", "mjpeg", "-"]
        ).output
    }

    /// A JPEG without a face.
    public static func wall() async throws -> [UInt8] {
        try await Subprocess.run(
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", "mandelbrot=size=640x480", "-frames:v", "1", "-q:v", "2",
                "-f", "mjpeg", "-",
            ]
        ).output
    }

    /// Two photographs side by side; gray where there is none.
    public static func pair(_ left: String?, _ right: String?) async throws -> [UInt8] {
        let folder = (photographs ?? Repository.root).path
        let inputs = [left, right].flatMap { photograph in
            photograph.map { ["-i", "\(folder)/\($0)"] }
                ?? ["-f", "lavfi", "-i", "color=gray:size=400x600:duration=1"]
        }
        // Faces are in the upper part.
        let half = "scale=400:600:force_original_aspect_ratio=increase,crop=400:600:(iw-400)/2:0"
        let filter = "[0:v]\(half)[left];[1:v]\(half)[right];[left][right]hstack"
        return try await Subprocess.run(
            "ffmpeg",
            ["-v", "error"] + inputs
                + ["-filter_complex", filter, "-frames:v", "1", "-q:v", "2", "-f", "mjpeg", "-"]
        ).output
    }

    /// A room of 1280 x 720 with a photograph near the camera, and another far away if one is named.
    public static func room(near: String, far: String?) async throws -> [UInt8] {
        let folder = (photographs ?? Repository.root).path
        let inputs = [near, far ?? near].flatMap { ["-i", "\(folder)/\($0)"] }
        let heads = "[0:v]scale=-2:600[near];[1:v]scale=-2:\(far == nil ? 2 : 90)[far]"
        let filter =
            heads
            + ";color=gray:size=1280x720[wall];[wall][near]overlay=20:60[one];[one][far]overlay=1000:100"
        return try await Subprocess.run(
            "ffmpeg",
            ["-v", "error"] + inputs
                + ["-filter_complex", filter, "-frames:v", "1", "-q:v", "2", "-f", "mjpeg", "-"]
        ).output
    }

    /// A gallery of people by the face of one photograph each.
    public static func gallery(_ people: [String: String]) throws -> Gallery {
        var gallery = Gallery()
        for (name, file) in people {
            let verdicts = try EnrollmentGate(models: loaded.get()).judge(
                [photograph(file)], of: name, gallery: gallery)
            gallery.set(name, embeddings: [try verdicts[0].get()])
        }
        return gallery
    }
}
