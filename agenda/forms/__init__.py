"""Raw input of the agenda's pages to clean values."""
