import Dispatch
import Glibc
import Synchronization

/// Shows a run's results to onlookers on this machine, a line for each, without taking anything from anybody.
final class Broadcast: Sendable {
    private let folder: String
    private let listener: Int32
    private let accepting: Mutex<any DispatchSourceRead>
    private let onlookers: OnlookerSockets

    /// So many at most: results are for people.
    private static let maximumOnlookers = 16

    /// Begins to listen in a device's folder.
    ///
    /// - Returns: nil if another client of this machine does.
    /// - Throws: `SystemCallError`.
    init?(folder: String) throws(SystemCallError) {
        guard let listener = try LocalSocket.listen(in: folder) else { return nil }
        self.folder = folder
        self.listener = listener
        let onlookers = OnlookerSockets()
        self.onlookers = onlookers
        let accepting = DispatchSource.makeReadSource(
            fileDescriptor: listener, queue: DispatchQueue(label: "rollcall.onlookers"))
        accepting.setEventHandler {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            onlookers.descriptors.withLock { descriptors in
                if descriptors.count < Broadcast.maximumOnlookers {
                    descriptors.append(descriptor)
                } else {
                    close(descriptor)
                }
            }
        }
        accepting.setCancelHandler { close(listener) }
        accepting.resume()
        self.accepting = Mutex(accepting)
    }

    /// How many look on.
    var onlookerCount: Int { onlookers.descriptors.withLock { $0.count } }

    /// Sends a line to whoever looks on. Who does not keep up, or is gone, is let go.
    func send(_ line: String) {
        onlookers.descriptors.withLock { descriptors in
            guard !descriptors.isEmpty else { return }
            let bytes = Array((line + "\n").utf8)
            descriptors.removeAll { descriptor in
                let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
                guard Glibc.send(descriptor, bytes, bytes.count, flags) != bytes.count else { return false }
                close(descriptor)
                return true
            }
        }
    }

    /// Ends it for all.
    func end() {
        LocalSocket.remove(in: folder)
        accepting.withLock { $0.cancel() }
        onlookers.descriptors.withLock { descriptors in
            for descriptor in descriptors { close(descriptor) }
            descriptors = []
        }
    }
}

/// The connections of those who look on.
private final class OnlookerSockets: Sendable {
    let descriptors = Mutex<[Int32]>([])
}

/// Looks on at a run of this machine.
struct Onlooker: Sendable {
    private let descriptor: Int32

    /// Connects to the client that runs for a device; nil if no client runs.
    init?(folder: String) {
        guard let descriptor = LocalSocket.connect(in: folder) else { return nil }
        self.descriptor = descriptor
    }

    /// Hands over each line until the run ends or `stop` is requested; blocks the thread.
    func read(until stop: StopSignal, _ take: (String) -> Void) {
        defer { close(descriptor) }
        var pending: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !stop.isRequested {
            var entries = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&entries, 2, -1) > 0 else { continue }
            guard entries[0].revents != 0 else { continue }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { return }
            pending += buffer[..<count]
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                take(String(decoding: pending[..<end], as: UTF8.self))
                pending.removeSubrange(...end)
            }
        }
    }
}
