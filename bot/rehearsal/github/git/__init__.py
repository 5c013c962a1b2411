"""What is in a repository: refs, commits, files, and git's own way to fetch and push them."""
