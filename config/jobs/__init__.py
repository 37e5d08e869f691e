"""Long work, done outside the requests: the queue is a table of the same database, one process works it off."""
