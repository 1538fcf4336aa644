"""Pages of the demo: not there, but where LAPOR_DEMO is on."""
