"""Words that nobody has listed: gathered from all that is live and was sent, decided about, and reported by readers."""
