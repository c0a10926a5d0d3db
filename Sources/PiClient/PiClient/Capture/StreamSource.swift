import Glibc

/// An Annex B stream from a descriptor that is read as fast as its bytes come: a file, or standard input.
struct StreamSource: VideoSource {
    let name: String
    let descriptor: Int32

    func read(until stop: StopSignal, deliver: (VideoEvent) throws -> Bool) throws {
        var reader = DescriptorReader(descriptor: descriptor)
        while !stop.isRequested {
            var entries = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&entries, 2, -1) >= 0 || errno == EINTR else {
                throw CaptureError.cannotRead(name: name, reason: SystemCallError.last.description)
            }
            guard entries[0].revents != 0 else { continue }
            let bytes: [UInt8]
            do {
                bytes = try reader.read()
            } catch  where error.code == EAGAIN {
                continue
            } catch {
                throw CaptureError.cannotRead(name: name, reason: error.description)
            }
            if bytes.isEmpty { return }
            _ = try deliver(.bytes(bytes, .now()))
        }
    }
}
