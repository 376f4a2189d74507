"""The commands for designers and pipelines."""
