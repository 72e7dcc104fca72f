"""The tests: a folder for each room, and what is promised about the whole in `house`."""
