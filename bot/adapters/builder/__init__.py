"""Building, checking and trying a repository's code where it can harm nothing."""
