"""How well the readers do on annotated real phrases (`make score`), which lie in a folder beside the repository.

`due` reads the due phrases and asks the scorer that came with them; `__main__` prints what it says. No test
depends on the folder: those that look there skip, and say why, where it is not.
"""
