"""The tables in the admin, grouped as in its menu; importing this registers them."""

from commhub.desk.admin import access, audit, codes, content, look, messages, people, policies, rules, terms

__all__ = ["access", "audit", "codes", "content", "look", "messages", "people", "policies", "rules", "terms"]
