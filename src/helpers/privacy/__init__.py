"""What may be told of real people: here it is decided, and everywhere else it is asked.

rule         which counts are protected, and of how many people there is no report
release      what may go with a report: tables and notebooks that are named, of enough people
groups       which events may be told of beside their total
linked       between which values a hidden count is, by all tables that are told
marks        which rows of a table, as it is computed, are of small groups
coarsening   how finely the answers of groups may be told, and which groups are taken together
exchange     how far a count can move while people exchange an answer, and all that is told stays
suppression  which numbers of a table would give a small group of people away

Synthetic answers tell of nobody.
"""
