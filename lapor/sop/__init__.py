"""The procedure in plain Python: the rules, the clock, the words for time. Knows no framework."""
