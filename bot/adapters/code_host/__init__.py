"""Code hosts: where repositories live."""
