internal import CProcess

/// What a clip needed of memory stays with the process for the next clip.
///
/// A function works on one clip at a time, and all need about the same. By default much of what is freed goes back to the
/// system, and the next clip pays for each page of it anew: of the Extractor's time before the answer a fifth.
package enum ClipMemory {
    /// To be called before there are threads (malloc(3) and mallopt(3)).
    package static func keep() {
        // A request of this size or more is mapped by itself, and unmapped when it is freed: the most that mallopt
        // takes, half of a thread's heap.
        mallopt(M_MMAP_THRESHOLD, 32 << 20)
        mallopt(M_TRIM_THRESHOLD, Int32.max)
    }
}
