"""Content as code: trees of files and the store."""
