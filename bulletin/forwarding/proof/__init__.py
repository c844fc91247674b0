"""Proof: our own look, receipts of the other site, and the nightly look for differences."""
