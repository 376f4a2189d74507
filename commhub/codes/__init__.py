"""The code dictionary: what customers read for the codes that apps send, by language."""
