"""What customers get back when something went wrong: claims, funding, allocation, payouts. Pure."""
