"""Pictures of a plan: what they show is read, then drawn, and told in words."""
