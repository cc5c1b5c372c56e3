"""What is raised when the database cannot do its work."""


class Unavailable(Exception):
    """The database cannot be used, or could not take a write (disk full, connection gone); nothing of it was kept."""
