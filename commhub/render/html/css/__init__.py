"""Style sheets: read, matched, weighed against each other, and what of them stays in the head."""
