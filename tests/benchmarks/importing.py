"""Our own service as `plans serve` runs it, with what carries out the imports that wait."""

from fastapi import FastAPI

from app.core.config import get_settings
from app.main import create_app as create_service
from app.worker import keep_importing


def create_app() -> FastAPI:
    """Make the service with the settings of the environment."""
    return create_service(get_settings(), alongside=(keep_importing,))
