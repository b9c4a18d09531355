"""What a close can find: each kind's code, how grave it is, and what it says in both languages."""
