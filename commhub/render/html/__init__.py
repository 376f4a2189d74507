"""A designer's HTML: read as browsers read it, proved safe to inline once, inlined, checked for mail clients."""
