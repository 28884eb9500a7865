"""Reports from facts: what a day or a year in a hall was like, measured, tabled, and written."""
