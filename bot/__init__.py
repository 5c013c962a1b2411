"""releasebot: plans a release, runs it stage by stage, asks people, publishes, announces."""

__version__ = "0.1.0.dev0"
