"""The main job seen from outside: the desk, the API, a worker's process, and what arrives."""
