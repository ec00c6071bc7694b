"""The rooms of the project, in the order in which data flows through them.

They compute
    typography      spaces and apostrophes as each language sets them
    codebook        what was asked: questions, levels, roles, wording in each language
    processed       the processed files, from one notebook to the next
    intake          the export, read as text, chunk by chunk
    matching        what one raw text means
    counting        answers as distinct combinations, which add up
    repeats         submissions sent twice
    events          events that a survey was held at: their folders, and what keeps one from being cleaned
    chunks          one chunk of the export cleaned; what comes of each adds up
    cleaning        text in, levels of the codebook out, every change in a ledger
    cluster         the same on the machines of a Dask cluster
    exact           exact conditional tests of small ordered tables
    effects         how strong an association is, with an interval
    margins         what published percentages allow by themselves
    published       what was published, what it implies, and what stands of the claims
    reconstruction  synthetic answers that agree with the published figures
    tables          counts and shares with their base and interval
    comparison      events beside one another, and one of them alone
    permutation     tests that exchange whole respondents
    nonresponse     what the people who did not answer could change
    asymptotic      the same tests when so many people answered that the normal law serves
    associations    which behaviours go with which outcomes, and what could have been seen
    robustness      does a verdict hold when decisions had been made otherwise?
    exploration     everything else that can be looked at, called exploratory
    regression      the one model declared before looking: odds ratios for estimates, not for deciding
    reliability     whether some questions may be added up to one index, and what that index shows
    privacy         what may be told of real people
They show
    words           the message catalogues, and how each language writes numbers
    narrative       one table, one sentence, in each language
    figures         one table, one picture
    show            a figure, a table or a sentence as a notebook displays it
    sections        a section of the story: its sentence, its figure, its table
    export          from executed notebook to tagged PDF and to one HTML file
They run
    pipeline        the graph of notebooks: only what changed is executed
    cli             the ``survey`` command

A room reads only from rooms above it.
"""
