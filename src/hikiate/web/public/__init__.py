"""Public pages: what customers and the supervisor see without an account."""
