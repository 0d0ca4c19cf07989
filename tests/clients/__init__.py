"""Ecogram as its users meet it: the clients that shops build on, and a browser."""
