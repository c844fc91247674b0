"""Destinations: what they may be, how two people change them, their secrets and tests."""
