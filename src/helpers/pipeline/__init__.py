"""The graph of notebooks: only what changed is executed, and what is published is always whole.

store        files that outlive a crash, and how all of a report is published at once
facts        what was found out about the code, for all reports that a process makes
lineage      what a result depends on: code, messages, packages
zygote       the program of a kernel's process, and of the one that kernels are forked from
forks        the process that kernels are forked from, seen from outside
kernel       kernels: the same everywhere, fresh or forked
kernel_manager  what papermill knows of a kernel
notebook     a notebook as it stands in its file: its cells, its parameters
execution    one run of one notebook: a kernel of its own, no trace of time
declaration  what a notebook says that it reads and writes
needs        what a notebook needs of a survey
sandbox      where one notebook runs: nothing is there but what it may read
seal         fingerprints of real answers that tell nothing
project      where a project stands: its folders, notebooks, surveys and languages
custody      where what is derived of real answers lies, and how it is forgotten
visibility   which part of a codebook a run can see
workspace    what the steps of one build share: the survey, its notebooks, its folders
copies       executed notebooks, for who runs nothing
drawings     the figures that were drawn already
steps        what is to be made: notebooks executed, pages, the table of provenance
edition      what is taken of an earlier edition
plan         all steps of one build
memory       what builds remember of every step
progress     what the person who waits sees
run          the steps made in parallel, each after those that it reads from
gate         what a report must pass before it is published
publication  what a build publishes, and its manifest
build        one report made, then published
batch        many reports in one build: of surveys and of their events, here or on a cluster
watch        builds at every change
report_file  a PDF that somebody sent, read without trust
verify       does a report come from these inputs?
"""
