"""Finds the words that nobody has listed yet and that customers will hardly know; rows of it are in the modules rows*."""
