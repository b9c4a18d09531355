"""The steps by which the schema came to be; each is whole or not taken."""
