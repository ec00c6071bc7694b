"""The two ends of one format: what a notebook shows, and how an executed notebook becomes a document.

In: sentences, tables and figures. Out: cells of a notebook; from these a tagged PDF and one HTML
file.

show    a figure, a table or a sentence as a notebook displays it
export  nbconvert exporters, by Typst to PDF and to HTML
"""
