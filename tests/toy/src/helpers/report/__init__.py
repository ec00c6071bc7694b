"""A door of the toy."""
