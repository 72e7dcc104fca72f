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


def check_absent(if_none_match: str, version: int | None) -> None:
    """Refuse a write that is to be done only where the thing is not there, or not in the versions named.

    `version` is None where it is not there; `*` names any.
    """
    tags = _versions_in(if_none_match, "If-None-Match")
    if version is not None and (tags is None or str(version) in tags):
        raise PreconditionFailed(
            "It is there already, and If-None-Match asked to write only where it is not."
        )


def require_version(if_match: str | None, version: int) -> None:
    """Refuse a change that is not based on the present version.

    Raises PreconditionRequired without If-Match, PreconditionFailed when it names other versions.
    """
    if if_match is None:
        raise PreconditionRequired("Send If-Match with the ETag that you read, so that no change is lost.")
    check_version(if_match, version)


def check_version(if_match: str, version: int) -> None:
    """Refuse an If-Match that does not name the present version; `*` names any."""
    tags = _versions_in(if_match, "If-Match")
    if tags is not None and str(version) not in tags:
        raise PreconditionFailed(f"It is at version {version} now; read it again and repeat the change.")


def _versions_in(condition: str, header: str) -> set[str] | None:
    """Read the versions that a condition names; None where it names any. Raises BadRequest."""
    if condition.strip() == "*":
        return None
    tags = _TAG.findall(condition)
    if not tags:
        raise BadRequest(f'{header} is `*` or what was sent in ETag: "<version>-<hash>", with its quotes.')
    return {tag.partition("-")[0] for tag in tags}
