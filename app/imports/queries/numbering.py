"""Themes that a document names by their titles alone get the numbers that they have in the register."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import count

from sqlmodel import Session

from app.imports.queries import last_said
from app.imports.queries.known import rows_of
from app.imports.rules.drafts import ActionDraft, PlanDraft, ThemeDraft
from app.kernel.text import same_title
from app.plans.models import Theme


def with_numbers(session: Session, plan_id: str | None, draft: PlanDraft) -> PlanDraft:
    """Give the draft with a number for each theme: that of its title here or in the register, else the next free."""
    if all(theme.number > 0 for theme in draft.themes):
        return draft
    known = _known_numbers(session, plan_id)
    free = count(max((0, *known.values(), *(theme.number for theme in draft.themes))) + 1)
    known |= {same_title(theme.title): theme.number for theme in draft.themes if theme.number > 0}
    numbers: dict[int, int] = {}
    for theme in draft.themes:
        title = same_title(theme.title)
        if theme.number < 0 and title not in known:
            known[title] = next(free)
        if theme.number < 0:
            numbers[theme.number] = known[title]
    themes: dict[int, ThemeDraft] = {}
    for theme in draft.themes:
        number = numbers.get(theme.number, theme.number)
        themes.setdefault(number, replace(theme, number=number))
    actions = tuple(_renumbered(action, numbers) for action in draft.actions)
    return replace(draft, themes=tuple(themes.values()), actions=actions)


def _known_numbers(session: Session, plan_id: str | None) -> dict[str, int]:
    """Read the numbers of a plan's themes by their titles: of those that are there before those that were."""
    if plan_id is None:
        return {}
    themes = sorted(rows_of(session, Theme, plan_id), key=lambda theme: theme.deleted_at is None)
    said = last_said(session, [theme.id for theme in themes])
    titles = {same_title(said.get(theme.id, {}).get("title", theme.title)): theme.number for theme in themes}
    return titles | {same_title(theme.title): theme.number for theme in themes}


def _renumbered(action: ActionDraft, numbers: Mapping[int, int]) -> ActionDraft:
    if not any(number in numbers for number in action.themes):
        return action
    first, *further = dict.fromkeys(numbers.get(number, number) for number in action.themes)
    return replace(action, theme_number=first, further_themes=tuple(further))
