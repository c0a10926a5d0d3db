// Embeddings and galleries are part of what recognition takes and returns; a client that only compares them needs no
// detector and no network.
@_exported public import FaceMatching
