"""What only root can do is proved by root only: the promises of test_as_root.py are about nobody else."""

import os

collect_ignore = [] if os.geteuid() == 0 else ["test_as_root.py"]
