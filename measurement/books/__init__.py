"""The hand-in as a workbook: laid out and written for a partner, opened and read again when it is filled."""
