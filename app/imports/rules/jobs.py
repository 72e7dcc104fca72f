"""Imports that take long, and so are carried out after they were asked for."""

from datetime import timedelta

from app.core.errors import Problem
from app.kernel.vocabulary import Vocabulary

STALE_AFTER = timedelta(seconds=60)
"""Whoever carries out an import says so again and again; who is silent for so long is taken for gone."""

MOST_BEGUN = 3
"""An import that ends the process that carries it out is begun so often, and then refused: others wait behind it."""

DRY_RUNS_KEPT_FOR = timedelta(days=7)
"""What a dry run told is kept for so long to be read: it holds the words of its file, and of what may never come."""


class ImportState(Vocabulary):
    """How far an import is."""

    WAITING = "waiting", "Waiting for its turn", "Yn aros ei dro"
    RUNNING = "running", "Being carried out", "Wrthi'n cael ei weithredu"
    DONE = "done", "Carried out", "Wedi'i weithredu"
    FAILED = "failed", "Refused: nothing of it was kept", "Gwrthodwyd: ni chadwyd dim ohono"


class ImportPhase(Vocabulary):
    """What is being done for an import."""

    READING = "reading", "The file is read", "Darllenir y ffeil"
    APPLYING = "applying", "Its rows are compared with the register and kept", "Cymharir a chedwir ei rhesi"


class ImportWasCutOff(Problem):
    """An import was begun again and again, and whoever carried it out never came to its end."""

    code, title = "import_was_cut_off", "What carried the import out was cut off again and again"
