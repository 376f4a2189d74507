"""Step 5: what happened. The sole writer of message state."""
