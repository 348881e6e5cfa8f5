"""The API of continuous communication."""
