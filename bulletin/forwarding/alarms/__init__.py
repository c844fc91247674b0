"""Alarms: what is wrong, who was told of it and when, and the beats by which silence is noticed."""
