"""The only writers of the register: keyword-only, typed, atomic.

Each checks the policy, refuses bad input with problems that name the field, locks and
changes the row, records the event and sends the signal.
"""
