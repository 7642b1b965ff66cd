"""Help that knows: the eleven situations, what remedies each, and the questions that lead from the one to the other."""
