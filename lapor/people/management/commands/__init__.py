"""Console commands about people."""
