"""What vendors publish about their own interfaces: fetched once, cached, and never committed."""
