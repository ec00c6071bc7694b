"""The columns of the small survey that tests are tried on."""

HEADER = (
    "Horodateur",
    "Pourquoi, au juste?",
    "J’y vais à quelle fréquence?",
    "J’en tire des résultats",
    "Un mot?",
)
