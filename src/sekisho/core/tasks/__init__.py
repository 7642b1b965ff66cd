"""Sensitive tasks of a holder (A125 to A158): what exactly is wanted, and how much a withdrawal may be."""
