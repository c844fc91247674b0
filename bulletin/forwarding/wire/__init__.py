"""The wire: checked addresses, watched connections, signatures. Nothing here knows the ledger."""
