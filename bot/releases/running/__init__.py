"""Running: segments as durable workflows, stage by stage, from the decision to the end."""
