"""Telling WebSub hubs that feeds have changed, so that readers' programs learn of it at once."""
