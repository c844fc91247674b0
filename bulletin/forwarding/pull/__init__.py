"""The change feed, for a site that prefers to fetch."""
