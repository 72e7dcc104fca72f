"""Plans on their way: proposed, adopted, submitted, accredited, closed, carried forward, and reviewed."""
