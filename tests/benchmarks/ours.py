"""Our own service as `plans serve` runs it, with every layer that it has by default.

Only what it does by itself every few hours is left out: it would fall on some of the rounds.
"""

from fastapi import FastAPI

from app.core.config import get_settings
from app.main import create_app as create_service


def create_app() -> FastAPI:
    """Make the service with the settings of the environment."""
    return create_service(get_settings(), alongside=())
