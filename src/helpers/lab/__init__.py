"""An analyst's bench: a survey's questions, answers and crossings, at hand in a notebook.

It shows what the report's own functions compute, draw and say, and has no statistics of its own.

environment  JupyterLab's environment, completed by the one that executes
frames       clean answers as plain frames: labels in order, what is missing apart
view         a sentence, a table and a picture, shown together
question     one question: counts, shares, intervals
texts        what people wrote in words of their own
conditions   whom a look is about
pair         two questions as the exploration looks at them
crossing     two questions crossed, in groups perhaps
groups       one question between groups of people
looks        what was looked at so far
bench        a survey, opened
explorer     two questions chosen by widgets, where there are some
export       a survey for other tools
"""

from helpers.lab.bench import Bench, open_survey
from helpers.lab.explorer import explore
from helpers.lab.view import View

open = open_survey  # in a notebook: lab.open("linkedin-2015")

__all__ = ["Bench", "View", "explore", "open"]
