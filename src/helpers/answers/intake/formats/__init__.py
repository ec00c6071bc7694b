"""The formats of collecting tools, each recognised by what its first rows hold.

wording          headers as the tools write them: mark-up, parts of a question
google_forms     Google Forms
microsoft_forms  Microsoft Forms
survey_monkey    SurveyMonkey
lime_survey      LimeSurvey
qualtrics        Qualtrics
alchemer         Alchemer, once SurveyGizmo
kobo_toolbox     KoboToolbox and other tools that collect ODK forms
live_polls       TurningPoint and Mentimeter
typed            a table typed by hand, below its title; a plain one
recognition      which format the first rows of a file are in
"""
