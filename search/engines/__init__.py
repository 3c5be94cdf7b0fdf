"""Engines behind the port of `base`; each client library is imported by one module only."""
