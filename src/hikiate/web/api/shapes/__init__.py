"""The shapes of what the API takes and answers, each with an example."""
