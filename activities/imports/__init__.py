"""The engine of the import of activities: from a list that somebody kept to activities with partners and places.

rows   where every column goes, what each row says, which rows say the same
names  which names of the file are known, which are new, and which come near another
Files are told apart and read by `measurement.imports` (files, grids, headings). None of it asks the database.
"""
