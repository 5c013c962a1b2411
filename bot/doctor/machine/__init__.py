"""The machine: user, programs, sandbox, limits."""
