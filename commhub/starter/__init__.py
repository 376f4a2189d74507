"""The starter library: a believable insurer to begin with, loaded along the same road that people's content takes."""
