"""The themes of a document: opened by headings, or named in a column of its tables."""

import re

from app.formats.document import Paragraph
from app.imports.rules.drafts import NotAPlan, ThemeDraft
from app.imports.rules.outline import NumberedHeading, numbered
from app.imports.rules.titles import without_continued
from app.kernel.text import same_title, same_words, shortened, single_spaced

_NUMBER = re.compile(r"(?:theme |thema |criterion )?(?P<number>[1-9][0-9]?)\.?", re.IGNORECASE)


class Themes:
    """The themes opened so far, and which one the next actions stand under."""

    def __init__(self) -> None:
        self.current: int | None = None
        self._by_number: dict[int, ThemeDraft] = {}
        self._by_title: dict[str, int] = {}
        self._unnumbered = 0

    def open(self, heading: NumberedHeading) -> None:
        """Have the next actions stand under a heading. Raises NotAPlan where its number is another theme's."""
        title = without_continued(heading.title)
        if heading.number is None:
            self.current = self._titled(title, heading.line)
        else:
            self.current = self._take(heading.number, title, heading.line)

    def named(self, cell: str, line: int) -> tuple[int, ...]:
        """Give the numbers of the themes that a cell names, one on each of its lines.

        One that is named by its title alone, and that no heading gives a number, has a number below zero. Raises
        NotAPlan where a number is another theme's.
        """
        lines = (single_spaced(words) for words in cell.splitlines())
        return tuple(dict.fromkeys(self._named(words, line) for words in lines if words))

    def drafts(self) -> tuple[ThemeDraft, ...]:
        """Give all themes in the order in which they came."""
        return tuple(self._by_number.values())

    def _take(self, number: int, title: str, line: int) -> int:
        draft = ThemeDraft(number, title, line)
        theme = self._by_number.setdefault(number, draft)
        self._by_title.setdefault(same_title(title), number)
        if not theme.title:
            self._by_number[number] = draft
        elif same_words(theme.title) != same_words(title):
            raise NotAPlan(
                f"theme {theme.number} is {shortened(theme.title)!r} on line {theme.line:,} and "
                f"{shortened(title)!r} here; each theme has a number of its own",
                line=line,
            )
        return number

    def _named(self, words: str, line: int) -> int:
        if (heading := numbered(Paragraph(words, line))) and heading.number is not None:
            return self._take(heading.number, without_continued(heading.title), line)
        if found := _NUMBER.fullmatch(words):
            number = int(found["number"])
            self._by_number.setdefault(number, ThemeDraft(number, "", line))
            return number
        return self._titled(words, line)

    def _titled(self, title: str, line: int) -> int:
        """Give the number of the theme of a title; where none is said, one below zero, until it is known."""
        key = same_title(title)
        if key not in self._by_title:
            self._unnumbered -= 1
            self._by_title[key] = self._unnumbered
            self._by_number[self._unnumbered] = ThemeDraft(self._unnumbered, title, line)
        return self._by_title[key]
