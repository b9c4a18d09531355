"""What a reserve does to exchanges: an imagined population, chance by counter, and what it costs and covers."""
