"""The demo: one command that runs the whole house on this machine and tells a story with it."""
