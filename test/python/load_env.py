"""Loads a .env file as an agent does, and lets the real TAC SDK read its configuration from it.

Prints the configuration as JSON, without what is secret.
Usage: python load_env.py FILE, with an environment that has no variables of Twilio's.
"""

import sys

from dotenv import load_dotenv
from tac.core.config import TACConfig

SECRETS = {"auth_token", "api_key", "api_secret"}

if not load_dotenv(sys.argv[1], override=True):
    sys.exit(f"{sys.argv[1]} sets no variable")
print(TACConfig.from_env().model_dump_json(exclude=SECRETS))
