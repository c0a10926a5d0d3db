/// Why a stream cannot be cut into clips.
enum ClipCutterError: Error, Equatable, CustomStringConvertible {
    case empty
    case isOther(StreamFormat)
    case noStartCode(bytes: Int)
    case accessUnitTooLarge(bytes: Int)
    case noIDR(frames: Int, bytes: Int)
    case noParameterSets(frames: Int)

    var description: String {
        switch self {
        case .empty:
            "not a single byte of video came."
        case .isOther(let format):
            "this is \(format.rawValue), not an H.264 Annex B stream. "
                + "Set the camera to H.264. A recording goes through ffmpeg where it is given by the path of an MP4 or MKV file."
        case .noStartCode(let bytes):
            "no start code in \(bytes) bytes: this is not an H.264 Annex B stream. "
                + "Give files of another kind by their path, so that they go through ffmpeg."
        case .accessUnitTooLarge(let bytes):
            "a picture of more than \(bytes) bytes: the stream is damaged, or its bit rate too high to send."
        case .noIDR(let frames, let bytes):
            "no IDR picture in \(frames) frames (\(bytes) bytes), so there is nowhere to cut. "
                + "Set the encoder's key frame interval to half a second (rpicam-vid --intra, ffmpeg -g)."
        case .noParameterSets(let frames):
            "no SPS and PPS in \(frames) pictures, so no clip could be decoded. If this is H.264, let the encoder repeat "
                + "its headers (rpicam-vid --inline, ffmpeg -bsf:v dump_extra). "
                + "Give files of another kind by their path, so that they go through ffmpeg."
        }
    }
}
