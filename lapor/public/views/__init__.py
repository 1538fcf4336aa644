"""The views, one file for each thing a citizen comes for."""
