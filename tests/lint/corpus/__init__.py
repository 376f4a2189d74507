"""Labelled messages of our own, with which the linter is scored."""
