"""The edge: what the proxy in front of the site keeps for a while, and how it is told that a page has changed."""
