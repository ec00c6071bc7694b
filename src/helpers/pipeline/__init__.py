"""The graph of notebooks: only what changed is executed, and what is published is always whole.

store       files that outlive a crash, and how all of a report is published at once
lineage     what a result depends on: code, codebook, packages
zygote      the program of a kernel's process, and of the one that kernels are forked from
kernel      kernels: the same everywhere, fresh or forked
kernel_manager   what papermill knows of a kernel
notebook    one run of one notebook: parameters checked, a kernel of its own, no trace of time
room        where one notebook runs: nothing is there but what it may read
declaration  what a notebook says that it reads and writes
project     the table of notebooks, the folders, and what may be asked of them
graph       the steps that the table means for one survey
progress    what the person who waits sees
build       the steps driven by doit, then published
verify      does a report come from these inputs?
"""
