"""The routes of plans, their themes and glossary, and of criteria."""

from fastapi import APIRouter

from app.core.resource import Resource
from app.core.routes import add_resource
from app.plans.commands import WRITE_CRITERIA, WRITE_GLOSSARY, WRITE_PLANS, WRITE_THEMES
from app.plans.queries import CRITERIA, GLOSSARY, PLANS, THEMES
from app.plans.schemas import (
    CriterionCreate,
    CriterionQuery,
    CriterionUpdate,
    GlossaryTermCreate,
    GlossaryTermUpdate,
    PlanCreate,
    PlanQuery,
    PlanUpdate,
    ThemeCreate,
    ThemeUpdate,
)

router = APIRouter(tags=["plans"])

RESOURCES = (
    Resource(
        plural="plans",
        listing=PLANS,
        writer=WRITE_PLANS,
        create=PlanCreate,
        update=PlanUpdate,
        query=PlanQuery,
    ),
    Resource(
        plural="themes",
        listing=THEMES,
        writer=WRITE_THEMES,
        create=ThemeCreate,
        update=ThemeUpdate,
        parent=PLANS,
        parent_column="plan_id",
    ),
    Resource(
        plural="glossary_terms",
        listing=GLOSSARY,
        writer=WRITE_GLOSSARY,
        create=GlossaryTermCreate,
        update=GlossaryTermUpdate,
        parent=PLANS,
        parent_column="plan_id",
    ),
    Resource(
        plural="criteria",
        listing=CRITERIA,
        writer=WRITE_CRITERIA,
        create=CriterionCreate,
        update=CriterionUpdate,
        query=CriterionQuery,
    ),
)
for resource in RESOURCES:
    add_resource(router, resource)
