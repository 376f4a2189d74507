"""One view a resource. A view translates between HTTP and a room of the machine, and does nothing else."""
