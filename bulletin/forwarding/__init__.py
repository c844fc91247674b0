"""Forwarding: each published version to each destination, once, with proof."""
