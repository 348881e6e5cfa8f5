"""The pages of continuous communication."""
