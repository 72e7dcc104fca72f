"""How fast the lists are, measured against two others that answer the same (`make bench`).

`register` makes up a register, `bare` and `textbook` are the two others, `servers` runs them and ours, `load` asks
them, and `report` says what came of it. No test: times depend on the machine, so only ratios of one run count.
"""
