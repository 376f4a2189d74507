"""Door for apps: the REST API."""
