/// Lets people in, and knows who is in.
actor PageGate {
    /// Somebody who is in.
    struct Session: Sendable {
        let role: PageRole
        /// What a change must bring along, so that no other site can make one ("Cross-Site Request Forgery Prevention
        /// Cheat Sheet", OWASP).
        let token: String
        let expires: ContinuousClock.Instant
    }

    /// What became of a try to log in.
    enum Entry: Sendable {
        case open(cookie: String, Session)
        case wrong
        case wait(Duration)
    }

    /// Whether nobody is asked for a password.
    nonisolated let isOpen: Bool
    private let passwords: Passwords
    private let now: @Sendable () -> ContinuousClock.Instant
    private var sessions: [String: Session] = [:]
    private var tries = LoginTries()

    private static let lifetime = Duration.seconds(12 * 3600)
    /// Far more than people look at a page.
    private static let maximumSessions = 1000

    init(
        passwords: Passwords, isOpen: Bool,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.passwords = passwords
        self.isOpen = isOpen
        self.now = now
    }

    /// Who shows this cookie; nil for nobody, or no longer.
    func session(_ cookie: String?) -> Session? {
        guard let cookie, let session = sessions[cookie] else { return nil }
        guard session.expires > now() else {
            sessions[cookie] = nil
            return nil
        }
        return session
    }

    /// Lets in who need not say a password.
    func enter() -> (cookie: String, Session)? {
        isOpen ? begin(.operator) : nil
    }

    /// Lets in who knows a password.
    func enter(_ password: String, from address: String) -> Entry {
        if let wait = tries.wait(for: address, now: now()) { return .wait(wait) }
        guard let role = passwords.role(of: password) else {
            tries.fail(address, now: now())
            return .wrong
        }
        tries.succeed(address)
        let (cookie, session) = begin(role)
        return .open(cookie: cookie, session)
    }

    /// Somebody leaves.
    func leave(_ cookie: String) {
        sessions[cookie] = nil
    }

    private func begin(_ role: PageRole) -> (cookie: String, Session) {
        let cookie = Passwords.token()
        let session = Session(role: role, token: Passwords.token(), expires: now() + Self.lifetime)
        if sessions.count >= Self.maximumSessions {
            sessions = sessions.filter { $0.value.expires > now() }
            if sessions.count >= Self.maximumSessions,
                let oldest = sessions.min(by: { $0.value.expires < $1.value.expires })
            {
                sessions[oldest.key] = nil
            }
        }
        sessions[cookie] = session
        return (cookie, session)
    }
}
