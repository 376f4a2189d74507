"""The rule pack format, commhub-rulepack/1, and the packs that come with commhub."""
