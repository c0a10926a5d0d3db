import Glibc

/// An Annex B stream from a descriptor that is read as fast as its bytes come: a file, or a pipe into which a camera
/// films.
struct StreamSource: VideoSource {
    let name: String
    let descriptor: Int32
    var time = TimeSource()

    func read(until stop: StopSignal, deliver: (VideoEvent) throws -> Bool) throws {
        var reader = DescriptorReader(descriptor: descriptor)
        var wantsSilence = false
        while !stop.isRequested {
            var entries = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&entries, 2, wantsSilence ? VideoSilence.milliseconds : -1)
            guard count >= 0 || errno == EINTR else {
                throw CaptureError.cannotRead(name: name, reason: SystemCallError.last.description)
            }
            if count == 0 {
                wantsSilence = false
                _ = try deliver(.silence)
            }
            guard count > 0, entries[0].revents != 0 else { continue }
            let bytes: [UInt8]
            do {
                bytes = try reader.read()
            } catch  where error.code == EAGAIN {
                continue
            } catch {
                throw CaptureError.cannotRead(name: name, reason: error.description)
            }
            if bytes.isEmpty { return }
            wantsSilence = try deliver(.bytes(bytes, time.captureTime))
        }
    }
}
