"""Discord's interface as its types describe it, held against what our local Discord sends."""
