import CFFmpeg

/// What FFmpeg knows only for the whole process.
enum FFmpegSetup {
    /// Sets it, the first time.
    static let once: Void = {
        // Damaged clips are reported once, as errors; FFmpeg's own lines on standard error would each become a log
        // event.
        av_log_set_level(AV_LOG_QUIET)
        av_max_alloc(maximumAllocation)
    }()

    /// The most bytes that FFmpeg takes at a time: a plane of the largest picture, 4096 x 2304 samples of two bytes and
    /// FFmpeg's margins, is 19 MB, and the access unit of no camera is larger.
    private static let maximumAllocation = 24 << 20
}
