"""How indicators and their periods are read, and how they stand as of a day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, case, func, select
from sqlmodel import Session

from app.core.embeds import embed_many
from app.core.filters import Filter, among, names, search
from app.core.listing import Item, Listing, View, columns_of
from app.core.pagination import SortKey
from app.indicators.models import Indicator, IndicatorPeriod
from app.indicators.rules import Direction, Measured, TargetVerdict, Trend, trend_of, verdict_of
from app.indicators.schemas import IndicatorRead, LatestPeriod, PeriodRead
from app.partners.models import Organisation
from app.plans.models import Plan
from app.plans.queries import theme_filter
from app.sub_groups.models import SubGroup

_indicator = Indicator.__table__.c
_period = IndicatorPeriod.__table__.c
_plan = Plan.__table__.c


def _shape_period(item: Item, _view: View) -> None:
    item["verdict"] = verdict_of(item.pop("_direction"), item["target"], item["actual"]).value


PERIODS = Listing(
    table=IndicatorPeriod,
    read=PeriodRead,
    columns={**columns_of(IndicatorPeriod, PeriodRead), "_direction": _indicator.direction},
    source=IndicatorPeriod.__table__.join(Indicator.__table__, _indicator.id == _period.indicator_id),
    filters=(search(_period.label, _period.note),),
    sorts={
        "starts_on": SortKey(_period.starts_on),
        "label": SortKey(_period.label),
        "updated_at": SortKey(_period.updated_at),
    },
    default_sort="starts_on",
    shape=_shape_period,
    parent=_period.indicator_id,
)

# The same law as rules.verdict_of, for the database; a test holds the two together.
_IS_REACHED = case(
    (_indicator.direction == Direction.UP, _period.actual >= _period.target),
    (_indicator.direction == Direction.DOWN, _period.actual <= _period.target),
    else_=_period.actual == _period.target,
)
_LATEST_VERDICT = (
    select(
        case(
            (_period.target.is_(None), TargetVerdict.UNKNOWN),
            (_IS_REACHED, TargetVerdict.ON_TARGET),
            else_=TargetVerdict.OFF_TARGET,
        )
    )
    .where(
        _period.indicator_id == _indicator.id,
        _period.deleted_at.is_(None),
        _period.actual.is_not(None),
        _period.starts_on <= bindparam("as_of", type_=Date()),
    )
    .order_by(_period.starts_on.desc())
    .limit(1)
    .correlate(Indicator.__table__)
    .scalar_subquery()
)


def _tell_how_it_stands(session: Session, items: Sequence[Item], view: View) -> None:
    """Add the latest period, its verdict and its trend to indicators."""
    measured: defaultdict[str, list[Item]] = defaultdict(list)
    ids = {item["id"] for item in items}
    for period in PERIODS.related(session, view, _period.indicator_id, ids):
        if period["actual"] is not None and period["starts_on"] <= view.today:
            measured[period["indicator_id"]].append(period)
    for item in items:
        item.update(_standing(item, measured[item["id"]]))


def _standing(indicator: Item, measured: Sequence[Item]) -> Item:
    """Tell how an indicator stands, of its periods with an actual, the oldest first."""
    if not measured:
        standing = {"latest": None, "verdict": TargetVerdict.UNKNOWN.value, "trend": Trend.UNKNOWN.value}
        return {**standing, "compared_with": None}
    latest, compared = measured[-1], _compared_with(indicator, measured)
    before = Measured(None) if compared is None else Measured(compared["value"], compared.pop("_target"))
    trend = trend_of(indicator["direction"], Measured(latest["actual"], latest["target"]), before)
    return {
        "latest": {name: latest[name] for name in LatestPeriod.model_fields},
        "verdict": latest["verdict"],
        "trend": trend.value,
        "compared_with": compared,
    }


def _compared_with(indicator: Item, measured: Sequence[Item]) -> Item | None:
    if len(measured) > 1:
        one = measured[-2]
        shown = {"label": one["label"], "value": one["actual"], "period_id": one["id"]}
        return {**shown, "_target": one["target"]}
    if indicator["baseline"] is None:
        return None
    shown = {"label": indicator["baseline_label"], "value": indicator["baseline"], "period_id": None}
    return {**shown, "_target": None}


INDICATORS = Listing(
    table=Indicator,
    read=IndicatorRead,
    columns=columns_of(Indicator, IndicatorRead),
    filters=(
        names("plan", _indicator.plan_id, Plan),
        theme_filter(_indicator.theme_id.in_),
        names("sub_group", _indicator.sub_group_id, SubGroup),
        names("organisation", _indicator.organisation_id, Organisation),
        among("direction", _indicator.direction),
        Filter(
            "verdict",
            func.coalesce(_LATEST_VERDICT, TargetVerdict.UNKNOWN).in_(bindparam("verdict", expanding=True)),
        ),
        search(_indicator.title, _indicator.definition, _indicator.reference),
    ),
    sorts={
        "reference": SortKey(_indicator.reference_key),
        "title": SortKey(_indicator.title),
        "updated_at": SortKey(_indicator.updated_at),
    },
    default_sort="reference",
    visible=select(_plan.id).where(_plan.id == _indicator.plan_id, _plan.visibility == "public").exists(),
    finish=_tell_how_it_stands,
    of_day=True,
    embeds={"periods": embed_many("periods", PERIODS, "indicator_id")},
    whole=("periods",),
)


def find_overlapping(
    session: Session, indicator_id: str, starts_on: date, ends_on: date, id: str
) -> Any | None:
    """Find a live period of the indicator, other than the one with the id, that has a day in common, or None."""
    where = (
        _period.indicator_id == indicator_id,
        _period.id != id,
        _period.deleted_at.is_(None),
        _period.starts_on <= ends_on,
        _period.ends_on >= starts_on,
    )
    found = select(_period.id, _period.indicator_id, _period.label).where(*where)
    return session.execute(found.order_by(_period.starts_on).limit(1)).first()
