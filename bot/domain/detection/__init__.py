"""Detection: what a repository says about itself, as far as a configuration can be made of it."""
