"""Many reports in one build: of several surveys and of their events, here or on a cluster.

surveys       which surveys are meant by names and patterns
event_tables  the clean answers of each event, out of the pass over all
order         one report to be made, and what became of it
workshop      makes reports in this process: kernels, exporters and codebooks are shared
processes     reports made by processes of this machine
tally         what the person who waits sees of many reports: one line
build         the reports that are asked for, each made if it is not up to date; failures listed
"""
