"""Articles that people put into another site by hand: the task, the package, the address that comes back.

The way of a task, and who walks it, stands in ``enums.py``; what people do, in ``actions.py``; our own look at what they
say, in ``looking.py``.
"""
