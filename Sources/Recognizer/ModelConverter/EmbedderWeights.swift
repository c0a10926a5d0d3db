internal import CDlibModels
package import CFaceEmbedding
package import FoundationEssentials

/// dlib's face recognition network as the weight file of CFaceEmbedding.
package struct EmbedderWeights {
    /// The file's bytes.
    package let data: Data

    /// Converts a network.
    ///
    /// - Parameters:
    ///   - path: `dlib_face_recognition_resnet_model_v1.dat`.
    ///   - type: The form of the weights.
    package init(network path: String, type: CFaceWeightType) throws {
        var message = ErrorText()
        guard let network = CDlibNetwork_open(path, &message.text) else {
            throw ConversionError(path: path, reason: message.words)
        }
        defer { CDlibNetwork_close(network) }

        let packing = Packing(type)
        let status = CDlibNetwork_visitLayers(
            network, Unmanaged.passUnretained(packing).toOpaque(),
            { context, filters, channels, side, weights, biases in
                guard let context else { return }
                Unmanaged<Packing>.fromOpaque(context).takeUnretainedValue()
                    .put(CFaceLayerShape(inputs: channels, outputs: filters, side: side), weights, biases)
            }, &message.text)
        guard status == 0 else { throw ConversionError(path: path, reason: message.words) }
        guard packing.isFaithful, packing.layer == CFaceLayerCount else {
            throw ConversionError(
                path: path, reason: "layer \(packing.layer) is not the one of the face network")
        }
        data = Data(packing.file)
    }
}

/// A weight file that fills layer by layer.
private final class Packing {
    let file: UnsafeMutableRawBufferPointer
    let type: CFaceWeightType
    private(set) var layer: Int32 = 0
    private(set) var isFaithful = true

    init(_ type: CFaceWeightType) {
        self.type = type
        file = .allocate(byteCount: CFaceWeights_fileSize(type), alignment: 64)
        if let start = file.baseAddress { CFaceWeights_begin(type, start) }
    }

    deinit { file.deallocate() }

    /// Puts the next layer; after one that does not fit, nothing.
    func put(_ shape: CFaceLayerShape, _ weights: UnsafePointer<Float>, _ biases: UnsafePointer<Float>?) {
        let expected = CFaceLayer_shape(layer)
        guard
            isFaithful, let start = file.baseAddress,
            (shape.inputs, shape.outputs, shape.side) == (expected.inputs, expected.outputs, expected.side),
            CFaceWeights_putLayer(type, start, layer, weights, biases)
        else {
            isFaithful = false
            return
        }
        layer += 1
    }
}
