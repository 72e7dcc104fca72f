"""The routes of what becomes of plans."""

from fastapi import APIRouter

from app.adoption.models import Finding, PlanTransition, PlanVersion, Review

router = APIRouter(tags=["adoption"])
TABLES = (PlanTransition, PlanVersion, Review, Finding)
