"""The scripts that set a machine up and run the checks."""
