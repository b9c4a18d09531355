"""What is found when an incident is worked out, a module for each part of it."""
