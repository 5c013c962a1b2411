"""The GitHub stand-in: GitHub's REST answers on real bare git repositories."""
