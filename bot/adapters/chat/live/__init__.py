"""Live: what every chat has in common: writers of live messages, their pace, work in progress."""
