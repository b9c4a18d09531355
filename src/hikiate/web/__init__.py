"""What is served to a browser."""
