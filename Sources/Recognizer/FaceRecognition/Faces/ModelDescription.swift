internal import CNeuralNetwork
public import FaceMatching

/// What a model's file says of it.
public struct ModelDescription: Hashable, Sendable {
    enum Kind {
        case embedder, yuNet, centerFace
    }

    /// The model's name. Embeddings of models with other names are not compared.
    public let name: String
    /// Where it was published.
    public let source: String
    /// Its license, as an SPDX expression.
    public let license: String

    let kind: Kind
    /// The sides of the picture that it takes; 0 for any.
    let width, height: Int
    /// The numbers of its first output's pixel.
    let outputChannels: Int
    /// Where a face's five points lie in an embedder's picture.
    let points: [FaceLandmarks.Point]
    /// See `CNetworkDescription`.
    let thresholds: [Double]

    /// The distance at which a face is named by an embedder.
    public var namingThreshold: NamingThreshold {
        guard !thresholds.isEmpty else { return .standard(of: name) }
        return NamingThreshold(
            of120: thresholds[0], perDoubling: thresholds[1],
            perDoublingOfPhotographs: NamingThreshold.standard(of: name).perDoublingOfPhotographs,
            least: thresholds[2], greatest: thresholds[3])
    }

    /// The greatest distance of a face to the mean of the person's other photographs: of the development people's, 99.5
    /// % are nearer, and one in a thousand of other people's with MobileFaceNet, which tells people apart better than
    /// dlib's network does.
    public var maximumDisagreement: Double {
        let greatest = namingThreshold.greatest
        return switch name {
        case NamingThreshold.dlibName: greatest * 1.316
        case NamingThreshold.dlibAndMobileFaceNetName: greatest * 1.058
        default: greatest * 1.036
        }
    }

    /// What goes for embedding networks together; nil where it is not known which distances they have.
    init?(of networks: [ModelDescription]) {
        name = networks.map(\.name).joined(separator: NamingThreshold.separator)
        guard name == NamingThreshold.dlibAndMobileFaceNetName else { return nil }
        source = networks.map(\.source).joined(separator: " ")
        license = networks.map(\.license).joined(separator: " AND ")
        kind = .embedder
        (width, height) = (0, 0)
        outputChannels = networks.reduce(0) { $0 + $1.outputChannels }
        (points, thresholds) = ([], [])
    }

    init(_ description: CNetworkDescription) {
        name = String(cString: description.name)
        source = String(cString: description.source)
        license = String(cString: description.license)
        kind =
            switch description.kind {
            case .embedder: .embedder
            case .yuNet: .yuNet
            case .centerFace: .centerFace
            }
        (width, height) = (Int(description.columns), Int(description.rows))
        outputChannels = Int(description.outputChannels)
        let numbers = withUnsafeBytes(of: description.points) { Array($0.bindMemory(to: Float.self)) }
        points = stride(from: 0, to: numbers.count, by: 2).map {
            FaceLandmarks.Point(x: numbers[$0], y: numbers[$0 + 1])
        }
        thresholds = withUnsafeBytes(of: description.thresholds) {
            $0.bindMemory(to: Float.self).map(Double.init)
        }
    }
}
