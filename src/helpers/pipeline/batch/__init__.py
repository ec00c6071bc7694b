"""Many reports in one build: of several surveys and of their events, here or on a cluster.

surveys       which surveys are meant by names and patterns
event_tables  the clean answers of each event, out of the pass over all
order         one report to be made, and what became of it
workshop      makes reports in this process: kernels, exporters and codebooks are shared
processes     reports made by processes of this machine
machine       what a machine of a cluster has: code and packages
parcel        what travels to a machine, and what comes back
cluster       reports made by the machines of a Dask cluster, published here
tally         what the person who waits sees of many reports: one line
lines         what is told of each report: people, a headline figure, its state
index         the table of all reports, as a page and for other tools
register      what became of each report of one build, entered into that table
build         the reports that are asked for, each made if it is not up to date; failures listed
"""
