"""What sets a machine up, runs the checks and makes the files that are not written by hand."""
