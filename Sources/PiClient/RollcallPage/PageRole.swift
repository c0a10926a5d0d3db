/// What somebody may do on the page.
package enum PageRole: String, Sendable, Codable, CaseIterable {
    /// Sees everything, changes nothing.
    case viewer
    /// Changes things, too: marks, names, enrolls, removes.
    case `operator`
}
