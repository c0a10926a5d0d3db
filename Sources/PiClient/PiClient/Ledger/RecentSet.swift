/// The last so many members that were put in.
struct RecentSet<Member: Hashable & Sendable>: Sendable {
    private let capacity: Int
    private var members: Set<Member> = []
    private var order: [Member] = []
    private var next = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    func contains(_ member: Member) -> Bool {
        members.contains(member)
    }

    /// - Returns: Whether the member was new.
    mutating func insert(_ member: Member) -> Bool {
        guard members.insert(member).inserted else { return false }
        if order.count < capacity {
            order.append(member)
        } else {
            members.remove(order[next])
            order[next] = member
            next = (next + 1) % capacity
        }
        return true
    }

    /// - Returns: Whether it was one. Its place is taken by a later one.
    mutating func remove(_ member: Member) -> Bool {
        members.remove(member) != nil
    }
}
