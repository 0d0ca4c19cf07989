"""The parts that one machine needs, started by us: a real database and a real object store.

For Linux and macOS. Production brings its own parts and names them in the settings.
"""
