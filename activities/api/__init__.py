"""The API of mutually reinforcing activities."""
