/// A picture in a terminal: a character shows two pixels, the upper one by its own color and the lower one by the color
/// behind it ("ANSI escape code", Select Graphic Rendition 38;2 and 48;2).
enum TerminalPicture {
    /// How many characters it is wide.
    static let columns = 64

    /// The command that makes a photograph's pixels of it: lines of ``columns`` pixels, three bytes each.
    static func command(photograph path: String) -> CaptureCommand {
        CaptureCommand(
            executable: "ffmpeg",
            arguments: [
                "-hide_banner", "-nostdin", "-loglevel", "error", "-i", path, "-vf", "scale=\(columns):-2",
                "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1",
            ])
    }

    /// The lines of text; a last line of pixels that has none below it is left out.
    static func lines(pixels: [UInt8]) -> [DisplayText] {
        let stride = columns * 3
        return (0..<pixels.count / (2 * stride)).map { line in
            let upper = line * 2 * stride
            var text = ""
            for pixel in Swift.stride(from: upper, to: upper + stride, by: 3) {
                text += "\u{1b}[38;2;\(color(pixels, at: pixel));48;2;\(color(pixels, at: pixel + stride))m▀"
            }
            // Not cleaned: it is numbers alone.
            return DisplayText(stringLiteral: text + "\u{1b}[0m")
        }
    }

    private static func color(_ pixels: [UInt8], at index: Int) -> String {
        "\(pixels[index]);\(pixels[index + 1]);\(pixels[index + 2])"
    }
}
