"""Published statistics of exchanges, incidents and scenarios: what an imagined population is made from."""
