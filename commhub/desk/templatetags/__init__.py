"""Words for the desk's pages."""
