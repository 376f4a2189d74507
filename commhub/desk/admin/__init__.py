"""The tables in the admin, grouped as in its menu; importing this registers them."""

from commhub.desk.admin import audit, codes, content, look, messages, people, policies, rules, terms

__all__ = ["audit", "codes", "content", "look", "messages", "people", "policies", "rules", "terms"]
