"""How fast due phrases are read, and the lists, measured against two others that answer the same (`make bench`).

`phrases` measures the reader of due phrases by itself. For the lists, `register` makes up a register, `bare` and
`textbook` are the two others, `servers` runs them and ours, `load` asks them, and `report` says what came of it. No
test: times depend on the machine, so of the lists only ratios of one run count.
"""
