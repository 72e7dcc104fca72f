"""How fast due phrases are read, and the API, measured against others that answer the same (`make bench`).

`phrases` measures the reader of due phrases by itself. For the lists, `scenarios` says what is asked of whom and what
is wanted, `register` makes up a register, `ours` is our service, `bare`, `textbook` and `datasette` are the others,
`servers` runs them, `load` asks them, `writer` writes meanwhile, `lists` puts it together, and `report` says what came
of it. `growth` reads pages of a small register and of a large one. No test: times depend on the machine, so only
ratios of one run count.

All servers are one process under uvicorn with uvloop and httptools, but for Datasette, which is run by its own command.
Ours has every layer that `plans serve` has by default; its access log goes to a file, as it does under systemd.
"""
