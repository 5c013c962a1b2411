"""What a repository's owners have forbidden: changes of branches, and of published releases."""
