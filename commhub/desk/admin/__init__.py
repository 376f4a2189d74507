"""The tables in the admin, grouped as in its menu; importing this registers them."""

from commhub.desk.admin import content, look, messages, people, rules, terms

__all__ = ["content", "look", "messages", "people", "rules", "terms"]
