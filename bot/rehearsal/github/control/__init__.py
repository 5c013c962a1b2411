"""What only a rehearsal may do at the stand-in: register the App, be other people, order faults."""
