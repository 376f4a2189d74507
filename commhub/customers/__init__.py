"""Who we talk to: contact points, preferences, consent and suppression."""
