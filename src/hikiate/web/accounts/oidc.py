"""Login at the firm's own identity provider (OpenID Connect), by setting; off unless it is set.

HIKIATE_OIDC_ISSUER, HIKIATE_OIDC_CLIENT_ID and HIKIATE_OIDC_CLIENT_SECRET switch it on (HIKIATE_OIDC_CLIENT_SECRET_FILE
names a file with the secret instead); HIKIATE_OIDC_NAME is what the button says, HIKIATE_OIDC_CLAIM which claim is the
person's name here.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hikiate.facts.faults import BLANK
from hikiate.kernel.findings import Refused

PROVIDER = "oidc"
CLAIM = "preferred_username"

_PREFIX = "HIKIATE_OIDC_"
_NEEDED = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")


def providers(environment: Mapping[str, str]) -> dict[str, Any]:
    """The provider that the environment names, as allauth wants it; Refused where a part of it is missing."""
    said = {name: environment.get(f"{_PREFIX}{name}", "") for name in (*_NEEDED, "CLIENT_SECRET_FILE", "NAME")}
    if said["CLIENT_SECRET_FILE"] and not said["CLIENT_SECRET"]:
        said["CLIENT_SECRET"] = Path(said["CLIENT_SECRET_FILE"]).read_text(encoding="utf-8").strip()
    missing = [name for name in _NEEDED if not said[name]]
    if len(missing) == len(_NEEDED):
        return {}
    if missing:
        raise Refused([BLANK.at(f"{_PREFIX}{name}") for name in missing])
    app = {
        "provider_id": PROVIDER,
        "name": said["NAME"] or "OpenID Connect",
        "client_id": said["CLIENT_ID"],
        "secret": said["CLIENT_SECRET"],
        "settings": {"server_url": said["ISSUER"], "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def claim(environment: Mapping[str, str]) -> str:
    """The claim that is the person's name in the workspace."""
    return environment.get(f"{_PREFIX}CLAIM") or CLAIM
