"""The API for systems: /api/v1."""
