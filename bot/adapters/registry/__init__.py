"""Registries: where packages are published."""
