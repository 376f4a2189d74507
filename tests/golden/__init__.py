"""The golden set: what the library's messages look like, as text that a test compares and pictures that people look at."""
