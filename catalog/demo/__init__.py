"""The demo register: published facts of the press, entered through the register's services.

For illustration only. Its commands refuse to run on a production site.
"""
