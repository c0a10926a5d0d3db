// Reads small gray pictures, as ffmpeg writes them beside a film, and prints a line for each: by how much its sixth
// most changed pixel differs from half a second before, and what the gate finds in it. Compiled with the gate's own
// files.
import Glibc

let size = SmallPictures.width * SmallPictures.height
let input = fdopen(0, "rb")
let watch = MotionWatch()
var time = ContinuousClock.now
var pictures: [[UInt8]] = []
var buffer = [UInt8](repeating: 0, count: size)
while let input, fread(&buffer, 1, size, input) == size {
    time += .milliseconds(1000 / SmallPictures.rate)
    watch.take(buffer, at: time)
    // Counted alone, the gate does not print.
    guard CommandLine.arguments.count == 1 else { continue }
    pictures.append(buffer)
    let before = pictures.count > SmallPictures.rate / 2 ? pictures.removeFirst() : nil
    let change = before.map { PictureDifference($0, buffer).greatest(6) } ?? 0
    print(change, watch.finding(since: time))
}
