"""A finished HTML page as its checks read it: elements, what they look like, and where in the sources they come from."""
