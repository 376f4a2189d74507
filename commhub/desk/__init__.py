"""Door for people: the admin for marketers and reviewers."""
