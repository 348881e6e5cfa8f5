"""The forms of mutually reinforcing activities."""
