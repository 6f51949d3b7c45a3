"""Files into records, and the network into files."""

import os

# Where lxml is installed (documents are written with it) openpyxl would read with it, and take in declarations of
# entities that the parser of defusedxml refuses. To be said before openpyxl is imported.
os.environ["OPENPYXL_LXML"] = "False"
