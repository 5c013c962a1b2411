"""What comes from outside: deliveries, what they mean for releases, and what people are told."""
