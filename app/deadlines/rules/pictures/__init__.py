"""How pictures of a plan are laid out, and what they tell."""
