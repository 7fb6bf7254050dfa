"""``python -m server.cli``: the same as ``osteotome``."""

import sys

from server.cli.main import main

sys.exit(main())
