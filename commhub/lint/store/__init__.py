"""What of the linter stands in rows: term lists and how they are written, waivers, and what a list would have stopped."""
