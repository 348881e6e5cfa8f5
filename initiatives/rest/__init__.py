"""The ground of the REST API: every operation authenticates, enters the initiative, checks and answers here.

Nothing is imported here on purpose: the API framework resolves its settings while it is being imported.
"""
