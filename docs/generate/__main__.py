"""`python -m docs.generate`: write the pages that are made from the code."""

from docs import generate

generate.write()
