"""Decisions: plain functions on frozen values; nothing here waits, reads or writes."""
