"""How we look: brands with their tokens, and the assets that are bound to a brand's slots."""
