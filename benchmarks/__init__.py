"""Measurements of what rendering costs, each as a ratio to a baseline that is measured beside it in the same run."""
