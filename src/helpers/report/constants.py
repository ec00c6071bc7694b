"""Numbers that the messages state and no table holds: what was decided before looking."""

CONFIDENCE = 0.95  # of every interval
NEARLY_ALL, TWO_THIRDS, HALF, FEW = 0.9, 2 / 3, 1 / 2, 0.1  # edges of the words for a share
WHOLE = 1  # the shares of one question together
ANYBODY = 1  # person in a cell that tells of somebody
