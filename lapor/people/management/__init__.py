"""Commands about the procedure."""
