"""Templates of the texts that people get; Jinja2, rendered in the sandbox."""
