"""What a holder does with the own permanent devices, and the operator with what goes by post: one module for each deed."""
