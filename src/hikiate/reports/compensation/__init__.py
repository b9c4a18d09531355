"""A determination as people read it: the summary, the public notice, and one customer's statement."""
