"""Templates of GOV.UK Notify as items: their placeholders, conditions and Markdown in ours."""
