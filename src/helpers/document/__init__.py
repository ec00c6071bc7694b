"""The two ends of one format: what a notebook shows, and how it becomes a document.

In: sentences, tables and figures. Out: cells of a notebook; from these a tagged PDF and one HTML
file.

bare     a notebook as it is committed
literal  texts that stand for themselves inside Markdown
marks    the cell that a printed number was taken from, around the number
frames   a data frame as the head, the rows and the groups of a table
drawing  a picture as SVG
show     a figure, a table or a sentence as a notebook displays it
export   nbconvert exporters, by Typst to PDF and to HTML
"""
