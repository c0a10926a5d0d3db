import CFFmpeg

/// FFmpeg's negative return values.
enum FFmpegStatus {
    /// What one of them means, in FFmpeg's words.
    static func text(_ status: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(AV_ERROR_MAX_STRING_SIZE)) { buffer in
            guard let text = buffer.baseAddress else { return "error \(status)" }
            av_strerror(status, text, buffer.count)
            return String(cString: text)
        }
    }
}
