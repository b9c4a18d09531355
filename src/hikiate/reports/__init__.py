"""A result as text, JSON, HTML and PDF, in Japanese and in English; and a figure explained."""
