"""Payloads of our own: each is refused with its own error, or comes out as the text that it is."""
