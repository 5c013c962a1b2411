"""Records: what is known of a release, and for how long it is kept."""
