"""Step 1: which channel, and why."""
