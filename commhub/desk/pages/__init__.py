"""The desk's own pages, one file each; what they do, they ask of a room."""
