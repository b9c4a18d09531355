"""The board paper: what a stress test or a search for the cheapest mix says to those who decide."""
