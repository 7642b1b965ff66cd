"""The help that leads somebody back in: the eleven situations, the wizard's questions, and the connection test."""
