"""How well the readers do on annotated phrases (`make score`): our own, and real ones that others annotated.

`own` scores those of the project. `due` reads the shared ones, which lie in a folder beside the repository, and
asks the scorer that came with them; `__main__` prints what both say. No test depends on that folder: those that
look there skip, and say why, where it is not.
"""
