"""The face for people and systems: console, API and public pages over an opened workspace."""
