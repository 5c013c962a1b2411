"""Benchmarks: ratios measured in one run, with the exit code as the verdict."""
