"""What we may say: templates, content blocks and layouts, each in versions that people approve."""
