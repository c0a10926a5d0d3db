import Foundation

/// The Python the tests use as an oracle and to run servers.
public enum Python {
    /// An interpreter that has `modules`: the one of `.local/venv`, else `python3`; nil where neither does.
    public static func interpreter(importing modules: String...) -> String? {
        let candidates = [Repository.root.appending(path: ".local/venv/bin/python3").path, "python3"]
        return candidates.first { canImport(modules, with: $0) }
    }

    private static func canImport(_ modules: [String], with interpreter: String) -> Bool {
        // Finding a module's specification is much quicker than importing it.
        let script = """
            import sys, importlib.util
            sys.exit(not all(importlib.util.find_spec(name) for name in sys.argv[1:]))
            """
        let process = Subprocess.makeProcess(interpreter, ["-c", script] + modules)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
