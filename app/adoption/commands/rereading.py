"""Due words of reviews read anew by a newer grammar, as those of plans are."""

from sqlmodel import Session

from app.actions.commands.reread import REREAD_REASON, Reread, keep_grammar, other_reading
from app.adoption.commands.reviews import WRITE_REVIEWS
from app.adoption.queries.reviews import list_reviews
from app.core.callers import Caller
from app.phrases.due import GRAMMAR_VERSION
from app.plans.models import Plan
from app.schedule.rules import DueReading


def reread_reviews(session: Session, caller: Caller, *, dry_run: bool) -> list[Reread]:
    """Read the due words of all reviews anew, but for readings that a person confirmed; tell what is read differently.

    In a dry run nothing is written.
    """
    found = []
    for review in list_reviews(session):
        plan = session.get(Plan, review.plan_id) if review.plan_id is not None else None
        is_old = review.due_grammar != GRAMMAR_VERSION and review.due_reading == DueReading.AUTOMATIC
        # Where there are no words, there is nothing to read: a meeting that was chosen says when.
        news = other_reading(review, plan, None) if review.due_text else {}
        if news:
            before, after = (review.due_points, review.due_unread), (news["due_points"], news["due_unread"])
            reference = plan.reference if plan is not None else None
            found.append(Reread(reference, None, None, review.title, review.due_text, before, after))
        if news and not dry_run:
            anew = {"due": {"reading": DueReading.AUTOMATIC}}
            WRITE_REVIEWS.update(session, caller, review, anew, REREAD_REASON)
        elif is_old and not dry_run:
            keep_grammar(session, review)
    return found
