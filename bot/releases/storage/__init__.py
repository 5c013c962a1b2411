"""Storage: the database file, its tables, and what one transaction reads and writes of each."""
