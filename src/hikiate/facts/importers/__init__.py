"""Importers: formats found in the wild, read into tables of a pack, with every defect counted and said."""
