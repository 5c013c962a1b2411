"""Hearing: what people type, press and fill in at Discord, and the answers to it."""
