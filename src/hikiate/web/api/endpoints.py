"""Version 1 of the API."""

from ninja import NinjaAPI

api = NinjaAPI(title="Hikiate", version="1", urls_namespace="api", docs_url=None)
