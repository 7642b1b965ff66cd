"""The deeds: one module for each thing that a person does; core and ports, no framework."""
