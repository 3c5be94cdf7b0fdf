"""The blocks that editors write pages with; `streams` says which of them stand where.

A block knows how it is filled in and shown. It decides nothing about any certification: what it
shows of the register it asks of the register's own selectors, anew for each page.
"""
