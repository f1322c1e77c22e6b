"""Loads a .env file as an agent does, and has the real TAC SDK read its configuration from it.

Prints the configuration as JSON, without its secrets.
Usage: python load_env.py FILE, in an environment without any of Twilio's variables.
"""

import sys

from dotenv import load_dotenv
from tac.core.config import TACConfig

SECRETS = {"auth_token", "api_key", "api_secret"}

if not load_dotenv(sys.argv[1], override=True):
    sys.exit(f"{sys.argv[1]} sets no variables")
print(TACConfig.from_env().model_dump_json(exclude=SECRETS))
