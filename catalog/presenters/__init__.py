"""What the public templates show: frozen data classes with ready strings and addresses.

Presenters get records and days and make no query. Templates only place what they are given.
"""
