"""What each event looks like, a view a subject."""
