"""Plans on their way: steps, versions, what is carried forward, reviews."""
