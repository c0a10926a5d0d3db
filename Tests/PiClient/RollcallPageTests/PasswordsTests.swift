import RollcallPage
import Testing

struct PasswordsTests {
    @Test func `A file of passwords holds no password`() throws {
        var passwords = Passwords()
        try passwords.set("correct horse", for: .operator)
        let text = String(decoding: try passwords.file(), as: UTF8.self)
        #expect(!text.contains("correct") && text.contains("salt"))
        #expect(try !Passwords(file: Array(text.utf8)).isEmpty)
    }

    @Test func `The same password has another hash each time`() throws {
        var one = Passwords()
        var other = Passwords()
        try one.set("correct horse", for: .viewer)
        try other.set("correct horse", for: .viewer)
        #expect(try one.file() != other.file())
    }

    @Test func `A short password is refused`() {
        var passwords = Passwords()
        #expect(throws: PageError.self) { try passwords.set("1234567", for: .operator) }
        #expect(throws: PageError.self) {
            try passwords.set(String(repeating: "é", count: 513), for: .operator)
        }
        #expect(passwords.isEmpty)
    }
}
