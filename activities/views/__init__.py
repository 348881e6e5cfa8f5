"""The pages of mutually reinforcing activities."""
