"""The newest words of every article, for the search of the desk: Wagtail's own index knows what is saved on the page alone."""
