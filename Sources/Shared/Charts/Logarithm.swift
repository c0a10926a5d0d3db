internal import Glibc

/// The natural logarithm, here so that the C library's many short names stay out of the other files.
func logarithm(_ value: Double) -> Double { log(value) }
