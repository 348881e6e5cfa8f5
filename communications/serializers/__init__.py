"""The shapes of continuous communication outside."""
