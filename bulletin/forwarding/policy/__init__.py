"""Policy: which version goes to which destination by itself, and what the officer lets go."""
