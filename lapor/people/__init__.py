"""People, the agencies they work for and the positions that give them roles."""
