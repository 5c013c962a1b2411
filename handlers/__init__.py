"""What to do when …: short functions, one file for each kind of event."""
