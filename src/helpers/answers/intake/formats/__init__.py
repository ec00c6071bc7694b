"""The formats of collecting tools, each recognised by what its first rows hold.

google_forms  Google Forms: one header row, the time stamp first
plain         any other table with its header in the first row
recognition   which format the first rows of a file are in
"""
