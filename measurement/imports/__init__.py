"""The engine of imports: from a file that somebody kept in their own way to figures with a partner and a period.

files      what a file is, by its content; what is refused before it is opened
reader     reading a workbook or a CSV into plain rows, in a process of its own with bounded memory and time
grids      the rows as they lie on disk between the steps
headings   which rows are headings, and what stands above each column
mapping    where every column goes: the choice of the person, guessed first
unfolding  from rows and mapping to single figures, still in the words of the file
marks      what stands in the place of a number
names      which partner, place or indicator a name means
None of it asks the database or knows who acts.
"""
