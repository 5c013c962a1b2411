"""Running foreign commands so that they get nothing, harm nothing and leave nothing running."""
