"""The only room that touches a disk."""
