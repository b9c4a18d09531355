"""The console: the pages on which a firm's people run the day."""
