"""Text messages: encoding and parts, punctuation, and what they cost."""
