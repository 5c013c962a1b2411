"""Migrations of the tables, run before anything else."""
