"""Schemes, regimes, authorities and product groups as data files, and their loading."""
