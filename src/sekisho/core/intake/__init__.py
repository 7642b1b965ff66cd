"""Documents that come by mail: whose they are, and what they are to prove."""
