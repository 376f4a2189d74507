"""Pictures of what customers get, taken with a real browser, and what differs between two of them."""
