"""The sandbox province: a small receiving site that ships with the demo and can be told to misbehave.

It is a process of its own, written with the standard library alone. It imports nothing of the project, so that
what it accepts is a second opinion on what the project sends.
"""
