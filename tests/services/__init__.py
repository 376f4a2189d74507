"""The servers that tests run against: a real PostgreSQL, a real broker, real workers, all thrown away at the end."""
