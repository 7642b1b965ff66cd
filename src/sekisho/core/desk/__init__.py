"""The telephone desk: who works there, what a caller must have shown, and what each deed demands. Rules only."""
