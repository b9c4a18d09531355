"""Dossiers: tables and drawings about one subject, with words in both languages, as text, HTML page or PDF."""
