import CFaceEmbedding
import FaceMatching
import Glibc

extension Target {
    /// A gallery that was read is written as it was.
    static func readGallery(_ input: [UInt8]) {
        guard let gallery = Gallery(snapshot: input) else { return }
        require(Gallery(snapshot: gallery.snapshot()) == gallery, "not the same again")
    }

    static func openWeights(_ input: [UInt8]) {
        let file = memfd_create("weights", 0)
        guard file >= 0 else { return }
        defer { close(file) }
        guard write(file, input, input.count) == input.count else { return }
        var network: OpaquePointer?
        _ = CFaceNetwork_open("/proc/self/fd/\(file)", &network)
        if let network { CFaceNetwork_close(network) }
    }
}
