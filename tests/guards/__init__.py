"""Guards: what must stay true of the whole house, checked by reading the code and the wiring."""
