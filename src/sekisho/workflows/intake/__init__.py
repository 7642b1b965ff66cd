"""Documents by mail: taken in, kept as they came, and cleared up after."""
