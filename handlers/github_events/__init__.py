"""What to do when the code host says that something has happened."""
