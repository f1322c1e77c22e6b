"""Prints, as JSON, the variables that python-dotenv reads from a .env file. TAC's agents use python-dotenv.

Usage: python read_env.py FILE
"""

import json
import sys

from dotenv import dotenv_values

print(json.dumps(dotenv_values(sys.argv[1])))
