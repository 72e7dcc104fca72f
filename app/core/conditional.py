"""Conditional requests: entity tags, and the versions that changes are based on.

An ETag is `"<version>-<hash>"`: the version of the thing, by which If-Match decides, and a hash of what is
shown, by which If-None-Match decides. Lists have the hash alone. Source: RFC 9110, sections 8.8.3 and 13.
"""

import re
from hashlib import blake2b

from app.core.errors import BadRequest, PreconditionFailed, PreconditionRequired

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def entity_tag(content: bytes, version: int | None = None) -> str:
    """Make the strong ETag of an answer."""
    digest = blake2b(content, digest_size=8).hexdigest()
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def is_unchanged(if_none_match: str | None, tag: str) -> bool:
    """Tell whether the client's copy is the same, so that 304 is the answer."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or tag.strip('"') in _TAG.findall(if_none_match)


def require_version(if_match: str | None, version: int) -> None:
    """Refuse a change that is not based on the present version.

    Raises PreconditionRequired without If-Match, PreconditionFailed when it names other versions.
    """
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag that you read, so that no change is lost.")
    check_version(if_match, version)


def check_version(if_match: str, version: int) -> None:
    """Refuse an If-Match that does not name the present version; `*` names any."""
    if if_match.strip() == "*":
        return
    tags = _TAG.findall(if_match)
    if not tags:
        raise BadRequest('If-Match is written as it was sent in ETag: "<version>-<hash>", with its quotes.')
    if str(version) not in {tag.partition("-")[0] for tag in tags}:
        raise PreconditionFailed(f"It is at version {version} now; read it again and repeat the change.")
