"""Step 4: hand a rendered message to a provider. Only this room talks to the outside."""
