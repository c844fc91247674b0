"""Search that finds Vietnamese however it is typed: with marks, without, decomposed, old or new tone placement."""
