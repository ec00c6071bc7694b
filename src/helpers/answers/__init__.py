"""From the export to clean answers.

In: the survey's folder, its export read as text. Out: levels of the codebook, a ledger of every
change, an account.

intake          the export, read as text, chunk by chunk
splitting       several answers in one cell
numbers         numbers as people write them
dates           dates as people write them
ranks           options in order of preference, as one answer
vocabulary      what one question accepts
matching        what one raw text means
unknown         answers that the codebook does not know, and lines that would accept them
counting        answers as distinct combinations, which add up
times           when rows were sent: time stamps of any tool, in one time
repeats         submissions sent twice
events          events that a survey was held at: their folders, what keeps one from being cleaned
ledger          one line a change, and the account that must balance
exclusions      rows that are nobody's answers: blank lines, trials, rows not to be kept
chunk_matching  one chunk of the export, its texts matched
first_answer    when the first answer came, and whether the plan was sealed before
routing         who was asked each question
unasked         who seems not to have been asked, by who never answered
clean_chunk     one chunk cleaned; what comes of each adds up
cluster         chunks cleaned on the machines of a Dask cluster
cleaning        text in, levels out: all chunks together
single_event    one event out of the pass over all
"""
