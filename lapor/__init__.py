"""Lapor Bantul: the desk for public complaints of Bantul Regency."""
