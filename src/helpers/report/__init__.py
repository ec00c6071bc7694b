"""From tables to what people read: sentences and pictures in each language, put into sections.

In: the processed tables, the codebook and a language. Out: cells that a notebook shows.

legibility  whether a survey's texts can be drawn
cells       numbers that know which table, row and column they were taken from
constants   numbers that the messages state and no table holds
numbers     how a language writes numbers
catalogue   the messages of a language, and how it writes lists and dates
messages    the catalogues, one a language
narrative   one table, one sentence
figures     one table, one picture
sections    a section of the story: its sentence, its figure, its table
origins     one page that says where each number comes from
"""
