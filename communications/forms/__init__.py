"""The forms of continuous communication."""
