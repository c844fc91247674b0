"""The officer's desk: lists, screens and verbs over the ledger."""
