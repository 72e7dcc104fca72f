"""The contract, and as a page, all of it from here: an intranet may have no way out to anyone's servers."""

from functools import lru_cache
from importlib import resources

from fastapi import APIRouter, Request, Response

from app.core.callers import ANONYMOUS
from app.core.contract import NO_PARAMETERS
from app.core.errors import NotFound
from app.core.health import INDEX
from app.core.http import show_bytes, to_json
from app.core.pages import Asset, policy, show_document
from app.formats.html import document, element, joined

router = APIRouter(include_in_schema=False)

_POLICY = policy(script_src="'self'", style_src="'self'", img_src="'self' data:", connect_src="'self'")
_SWAGGER = "fastapi_swagger.resources"
# Under which name each is served, where it is kept, and what it is.
_FILES = {
    "swagger-ui-bundle.js": (_SWAGGER, "swagger-ui-bundle.js", "text/javascript"),
    "swagger-ui.css": (_SWAGGER, "swagger-ui.css", "text/css"),
    "favicon.png": (_SWAGGER, "favicon-32x32.png", "image/png"),
    "start.js": (__name__, "start.js", "text/javascript"),
}
_TITLE = "Partnership Plans: the contract"
_PAGE = document(
    "en",
    joined(
        element("title", _TITLE),
        element("link", rel="icon", type="image/png", href="docs/favicon.png"),
        element("link", rel="stylesheet", href="docs/swagger-ui.css"),
        element("script", src="docs/swagger-ui-bundle.js", defer=""),
        element("script", src="docs/start.js", defer=""),
    ),
    joined(
        element("div", id="documentation", data_contract=INDEX["contract"]),
        element("noscript", element("a", _TITLE, href=INDEX["contract"])),
    ),
)


@lru_cache
def _asset(name: str) -> Asset:
    place, file, media_type = _FILES[name]
    return Asset(resources.files(place).joinpath(file).read_bytes(), media_type)


@router.get(INDEX["contract"], dependencies=[NO_PARAMETERS])
def get_contract(request: Request) -> Response:
    """Give the contract to programs. The framework's own route would write its 700 kB anew each time."""
    return show_bytes(request, ANONYMOUS, to_json(request.app.openapi()), "application/json")


@router.get(INDEX["documentation"], dependencies=[NO_PARAMETERS])
async def show_documentation(request: Request) -> Response:
    """Show the contract to people, who can try it out there."""
    return show_document(request, ANONYMOUS, _PAGE, _POLICY, "en")


@router.get(INDEX["documentation"] + "/{name}", dependencies=[NO_PARAMETERS])
def get_file(request: Request, name: str) -> Response:
    """Give a file that the page is made of."""
    if name not in _FILES:
        raise NotFound("The documentation has no such file.")
    return _asset(name).show(request)
