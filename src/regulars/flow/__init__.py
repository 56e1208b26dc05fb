"""Floor 4: the loop. Reads the log, runs the steps, commits; keeps what it could not take."""
