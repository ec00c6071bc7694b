"""A survey for other tools: its answers with their labels, its codebook, the tables of its report.

variables  the columns that other tools get: names, labels in every language, codes
rows       answers as these columns: SPSS, CSV, Parquet
ddi        the variables described for an archive, in DDI Codebook 2.5
files      which files of which form, and who may have them
"""
