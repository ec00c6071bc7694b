"""From tables to what people read: sentences and pictures in each language, put together to sections.

In: the processed tables, the codebook and a language. Out: cells that a notebook shows.

catalogue  the message catalogues, and how each language writes numbers
narrative  one table, one sentence
figures    one table, one picture
sections   a section of the story: its sentence, its figure, its table
messages   the catalogues, one a language
"""
