"""Step 3: no coded language reaches a customer."""
