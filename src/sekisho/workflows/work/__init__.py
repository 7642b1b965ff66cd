"""What the deeds ask of a unit of work, one Protocol for each part of the house; `ports.Transaction` is all of them."""
