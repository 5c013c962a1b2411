"""Approvals: who may do what, whose yes is enough, and what stands in the way."""
