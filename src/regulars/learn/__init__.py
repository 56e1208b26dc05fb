"""Floor 4: what is concluded from many customers at once: value, risk, groups, drivers, paths, forecasts, text.

It reads history through `Past`, never the live state, and writes nothing: what it finds goes back through the log.
"""
