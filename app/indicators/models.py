"""Indicators, and their periods."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import BigInteger, Dialect, Index, TypeDecorator
from sqlmodel import Field

from app.core.db import WORDS, Referenced, Table, unique_reference
from app.core.links import OWNED
from app.indicators.rules import PLACES, exact


class ExactNumber(TypeDecorator[float]):
    """A number kept as ten-thousandths, in whole: SQLite has no exact decimals, and both compare integers alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - so SQLAlchemy calls it.
        """Give what is kept."""
        return None if value is None else int(exact(value).scaleb(PLACES))

    def process_result_value(self, value: int | None, dialect: Dialect) -> float | None:  # noqa: ARG002 - so SQLAlchemy calls it.
        """Give the number that was kept; a whole one as it is written in JSON, without a point."""
        if value is None:
            return None
        whole, rest = divmod(value, 10**PLACES)
        return float(Decimal(value).scaleb(-PLACES)) if rest else whole


EXACT = ExactNumber()


class Indicator(Referenced, table=True):
    """Something that is measured, to tell whether a plan, or a cluster, gets anywhere."""

    __tablename__: ClassVar[str] = "indicator"
    __path__: ClassVar[str] = "/v1/indicators"
    __table_args__ = (
        unique_reference("indicator"),
        Index("ix_indicator_reference_key", "reference_key", "id"),
    )

    title: str = Field(sa_type=WORDS)
    definition: str | None = Field(default=None, sa_type=WORDS)
    unit: str | None = Field(default=None, sa_type=WORDS)
    direction: str = Field(sa_type=WORDS)
    baseline: float | None = Field(default=None, sa_type=EXACT)
    baseline_label: str | None = Field(default=None, sa_type=WORDS)
    baseline_on: date | None = None
    plan_id: str | None = Field(default=None, foreign_key="plan.id", sa_type=WORDS, index=True)
    theme_id: str | None = Field(default=None, foreign_key="theme.id", sa_type=WORDS, index=True)
    sub_group_id: str | None = Field(default=None, foreign_key="sub_group.id", sa_type=WORDS, index=True)
    organisation_id: str | None = Field(
        default=None, foreign_key="organisation.id", sa_type=WORDS, index=True
    )


class IndicatorPeriod(Table, table=True):
    """A stretch of days for which something was meant, and measured."""

    __tablename__: ClassVar[str] = "indicator_period"
    __path__: ClassVar[str] = "/v1/indicators/{indicator_id}/periods"
    __table_args__ = (Index("ix_indicator_period_place", "indicator_id", "starts_on", "id"),)

    indicator_id: str = Field(foreign_key="indicator.id", sa_type=WORDS, sa_column_kwargs={"info": OWNED})
    label: str = Field(sa_type=WORDS)
    starts_on: date
    ends_on: date
    target: float | None = Field(default=None, sa_type=EXACT)
    actual: float | None = Field(default=None, sa_type=EXACT)
    note: str | None = Field(default=None, sa_type=WORDS)
