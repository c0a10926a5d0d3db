// For `environ`, a variable that C knows no protection of.
@preconcurrency internal import Glibc

/// This process's environment.
package enum ProcessEnvironment {
    /// The variables by name. Not to be called while another thread sets one (POSIX, `environ`).
    package static var variables: [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            entry += 1
            guard let equals = line.firstIndex(of: "=") else { continue }
            let name = String(line[..<equals])
            // Of a name that is there twice, getenv takes the first.
            if variables[name] == nil { variables[name] = String(line[equals...].dropFirst()) }
        }
        return variables
    }
}
