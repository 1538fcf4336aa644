"""The demo: people and cases of an invented Bantul, walked through the real steps."""
