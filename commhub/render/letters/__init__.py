"""Letters: PDF by WeasyPrint, windows and addresses as data, page 1 measured, fonts and glyphs."""
