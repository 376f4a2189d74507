"""The tables in the admin, grouped as in its menu; importing this registers them."""

from commhub.desk.admin import codes, content, look, messages, people, rules, terms

__all__ = ["codes", "content", "look", "messages", "people", "rules", "terms"]
