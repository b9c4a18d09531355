"""What an estate pays, on paper: the summary, the report for the court, and the statements to customers."""
