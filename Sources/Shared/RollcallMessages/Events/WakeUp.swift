/// An event that brings no work. Whoever sends it wants an environment of the function to be ready for what comes next.
package enum WakeUp {
    /// `{"wake":true}`.
    package static let event = [UInt8](#"{"wake":true}"#.utf8)
}
