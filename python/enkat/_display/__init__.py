"""How results look in a notebook, in a terminal and as a figure."""
