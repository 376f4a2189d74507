"""Templates as code: the sandbox, its limits, typed values with their origin, filters, escapers, and binding."""
