"""The doctor: examines an installation before its first release; changes nothing.

An examination is a function in a module of its own; a new one is a line in `examinations`.
"""
