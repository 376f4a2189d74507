"""Finding many terms in a text at once: their forms, one automaton for all, boundaries, the longest."""
