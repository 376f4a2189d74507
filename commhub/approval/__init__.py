"""The publish road: draft -> in review -> live -> retired. One action per file; four eyes."""
