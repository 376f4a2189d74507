"""The text alternative of an e-mail and the text that the linter reads, compiled from the same tree."""
