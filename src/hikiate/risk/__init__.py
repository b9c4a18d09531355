"""How much is enough: loss model, insurance tower, adequacy, the cheapest mix. Pure."""
