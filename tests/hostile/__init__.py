"""Files made to break what reads them, and odd ones that must be read, each with the outcome expected of it."""
