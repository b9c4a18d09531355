"""The steps by which the tables of the public pages came to be as they are."""
