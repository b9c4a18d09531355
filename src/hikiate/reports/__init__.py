"""A result put before people: as text, as one HTML page, as PDF/A, and as the explanation of one figure. Pure."""
