"""Tools that turn source and data into text, HTML and PDF; they know no channel and no database."""
