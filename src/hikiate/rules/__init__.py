"""From facts and law to figures and findings: one module per duty."""
