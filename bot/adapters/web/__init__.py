"""The web: the console's pages, the doors in front of them, and the health of the process."""
