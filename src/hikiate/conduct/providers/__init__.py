"""Providers: who keeps, signs, hosts or writes what the exchange depends on, and how each is overseen."""
