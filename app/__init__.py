"""Front door: settings, ASGI app, CLI and embedded parts."""
