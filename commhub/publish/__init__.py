"""The publish road: approved sources become editions, and editions go live."""
