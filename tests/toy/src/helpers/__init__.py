"""A package with the names of the real one and next to nothing in it: kernels start fast."""
