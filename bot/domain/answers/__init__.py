"""Answers: what a person reads after asking something, as blocks; the same facts go as JSON."""
