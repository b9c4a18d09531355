"""Collectors: what chains, custodians, banks and markets say, brought into a pack as `statements` and `prices`."""
