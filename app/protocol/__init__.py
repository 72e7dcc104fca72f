"""The partnership's own rules about how it works, kept as data, and whether it keeps them."""
