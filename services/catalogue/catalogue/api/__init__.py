"""The HTTP doors: public reading, and writing for staff and training providers."""
