"""``python -m loaders.generate``: see :func:`loaders.generate.region.main`."""

import sys

from loaders.generate.region import main

sys.exit(main())
