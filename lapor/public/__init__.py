"""The citizens' pages: file, keep a receipt, follow, confirm or object."""
