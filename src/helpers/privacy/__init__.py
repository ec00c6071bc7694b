"""What may be told of real people: here it is decided, and everywhere else it is asked.

rule         which counts are protected, and of how many people there is no report
release      which tables and which notebooks may go with a report: those that are named
suppression  which numbers of a table would give a small group of people away

Synthetic answers tell of nobody.
"""
