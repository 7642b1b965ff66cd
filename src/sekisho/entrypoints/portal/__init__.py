"""Client Portal as pages: the login window, the landing page, the sign-in history, and the index of the help."""
