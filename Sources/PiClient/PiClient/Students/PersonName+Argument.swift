import ArgumentParser
import RollcallMessages

extension PersonName {
    /// The name of a command's argument.
    ///
    /// - Throws: `ValidationError` that says what is wrong with it.
    init(argument: String) throws(ValidationError) {
        do throws(TextError) {
            try self.init(argument)
        } catch {
            throw ValidationError("The name cannot be used: \(error).")
        }
    }
}

extension Student {
    /// A group, a major, … of a command's argument; empty as nil.
    ///
    /// - Throws: `ValidationError` that says what is wrong with it.
    static func detail(_ argument: String?, of option: String) throws(ValidationError) -> String? {
        do throws(TextError) {
            return try detail(argument)
        } catch {
            throw ValidationError("\(option) cannot be used: \(error).")
        }
    }
}
