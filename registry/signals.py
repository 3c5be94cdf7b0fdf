"""Domain signals: how the register tells others, inside the transaction of the change.

Receivers write rows (an index task), never call out: what happens after the commit is
drained from those rows.
"""

from django.dispatch import Signal

# Sent with `refs`: the public references ("p:CODE", "v:CODE") of items that changed.
items_changed = Signal()
