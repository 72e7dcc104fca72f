"""How indicators and their periods are written."""

from sqlmodel import Session

from app.actions.rules import BelongsToAnotherPlan
from app.core.errors import Fault
from app.core.links import address
from app.indicators.models import Indicator, IndicatorPeriod
from app.indicators.queries import find_overlapping
from app.indicators.rules import PeriodsOverlap, refuse_measured_to_come
from app.kernel.clock import now
from app.ledger.commands import Writer
from app.plans.models import Theme
from app.sub_groups.rules import refuse_early_end


def _check_indicator(session: Session, indicator: Indicator) -> None:
    with session.no_autoflush:
        theme = session.get(Theme, indicator.theme_id) if indicator.theme_id is not None else None
    if theme is not None and theme.plan_id != indicator.plan_id:
        raise BelongsToAnotherPlan(errors=[Fault("is no theme of the plan in plan_id", pointer="/theme_id")])
    refuse_measured_to_come(indicator.baseline, indicator.baseline_on, now().date(), "/baseline")


def _check_period(session: Session, period: IndicatorPeriod) -> None:
    refuse_early_end(period.starts_on, period.ends_on, "/ends_on")
    refuse_measured_to_come(period.actual, period.starts_on, now().date(), "/actual")
    with session.no_autoflush:
        other = find_overlapping(session, period.indicator_id, period.starts_on, period.ends_on, period.id)
    if other is not None:
        told = f"overlaps {other.label!r}, {address(IndicatorPeriod.__table__, other)}"
        raise PeriodsOverlap(errors=[Fault(told, pointer="/starts_on")])


WRITE_INDICATORS = Writer(table=Indicator, check=_check_indicator)
WRITE_PERIODS = Writer(table=IndicatorPeriod, check=_check_period)
