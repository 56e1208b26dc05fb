"""The lifecycle as paths: flows between stages, time in each, what comes next, the way to a goal, and learnt states."""
