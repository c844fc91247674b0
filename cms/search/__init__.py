"""The readers' search: finds published stories however Vietnamese is typed, suggests and corrects."""
