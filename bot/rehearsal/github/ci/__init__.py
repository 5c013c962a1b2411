"""What CI says: check runs and suites, old-style statuses, workflows and their runs."""
