"""The routes of indicators and their periods."""

from fastapi import APIRouter

from app.core.resource import Resource
from app.core.routes import add_resource
from app.indicators.commands import WRITE_INDICATORS, WRITE_PERIODS
from app.indicators.queries import INDICATORS, PERIODS
from app.indicators.schemas import (
    IndicatorCreate,
    IndicatorQuery,
    IndicatorUpdate,
    PeriodCreate,
    PeriodUpdate,
)

router = APIRouter(tags=["indicators"])

RESOURCES = (
    Resource(
        plural="indicators",
        listing=INDICATORS,
        writer=WRITE_INDICATORS,
        create=IndicatorCreate,
        update=IndicatorUpdate,
        query=IndicatorQuery,
    ),
    Resource(
        plural="indicator_periods",
        listing=PERIODS,
        writer=WRITE_PERIODS,
        create=PeriodCreate,
        update=PeriodUpdate,
        parent=INDICATORS,
        parent_column="indicator_id",
    ),
)
for resource in RESOURCES:
    add_resource(router, resource)
