"""`python -m app.cli` is `plans`."""

from app.cli import main

main()
