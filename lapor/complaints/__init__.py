"""The complaint: its state, its handlings, its events, its clocks, and who may see and move them."""
