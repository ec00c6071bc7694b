"""From the export to clean answers.

In: the survey's folder, its export read as text. Out: levels of the codebook, a ledger of every
change, an account.

folding       what typing varies and reading ignores
intake        the export, read as text, chunk by chunk
matching      what one raw text means
counting      answers as distinct combinations, which add up
repeats       submissions sent twice
events        events that a survey was held at: their folders, and what keeps one from being cleaned
clean_chunk   one chunk of the export cleaned; what comes of each adds up
cluster       chunks cleaned on the machines of a Dask cluster
cleaning      text in, levels out, every change in a ledger
single_event  one event out of the pass over all
"""
