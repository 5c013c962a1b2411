"""Files: what is built and published, and whether it is what it says it is."""
