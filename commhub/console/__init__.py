"""DOOR  designers and pipelines: files that are not in the store, rendered as an edition would be."""
