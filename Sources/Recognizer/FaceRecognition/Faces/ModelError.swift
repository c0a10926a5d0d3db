/// Why the models cannot be used.
public enum ModelError: Error, Hashable, Sendable {
    /// A model file cannot be loaded.
    case cannotLoad(path: String, reason: String)
    /// A model failed on a picture, and why.
    case failed(step: String, reason: String)
}

extension ModelError: CustomStringConvertible {
    /// What failed and what to do.
    public var description: String {
        switch self {
        case .cannotLoad(let path, let reason):
            "The face model \(path) cannot be loaded: \(reason). Run scripts/fetch-models, or set ROLLCALL_MODELS to "
                + "the folder that it filled."
        case .failed(let step, let reason):
            "\(step) failed: \(reason)."
        }
    }
}
