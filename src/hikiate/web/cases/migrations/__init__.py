"""The steps by which the tables of this part came to be."""
