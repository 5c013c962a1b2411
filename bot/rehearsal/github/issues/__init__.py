"""Issues and what hangs on them and on pull requests: labels, comments, reactions, milestones."""
