"""Prints what python-dotenv, which TAC's agents use, reads from a .env file, as JSON.

Usage: python read_env.py FILE
"""

import json
import sys

from dotenv import dotenv_values

print(json.dumps(dotenv_values(sys.argv[1])))
