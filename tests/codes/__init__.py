"""The code dictionary."""
