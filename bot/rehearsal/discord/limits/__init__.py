"""What Discord refuses in a request, with the path of what is wrong."""
