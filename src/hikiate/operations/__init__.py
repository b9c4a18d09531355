"""The verbs, one module each. They know storage only through what is handed to them."""
