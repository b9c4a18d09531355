"""The page on which a customer verifies a proof: one HTML file that asks nothing of any network."""
