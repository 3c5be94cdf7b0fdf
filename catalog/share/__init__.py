"""The picture that a shared link shows: facts of a record, drawn when they are first asked for.

`card` is what stands on a card, `facts` takes it from a record, `drawing` draws it, `redraw`
prepares the signs in it and the card of all other pages.
"""
