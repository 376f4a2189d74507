"""The audit log: each action one line that a person can read, and one row in a chain of hashes."""
