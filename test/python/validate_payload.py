"""Validates payloads of the real TAC SDK with two JSON Schemas: that of any payload, and that of a contract.

    python test/python/validate_payload.py handoff.schema.json

Expects the schema of a contract with the attributes `department` (at most 40 characters) and `priority` (low, normal
or high), both optional. Needs the packages twilio-agent-connect and jsonschema. Exits with 1 if a schema accepts a
payload that it should reject, or rejects one that it should accept. Sends nothing.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator
from tac.models.session import ConversationSession
from tac.tools.handoff import build_handoff_payload

ROOT = Path(__file__).resolve().parents[2]
ANY = "any attributes"
OWN = "the contract's attributes"
SCHEMAS = {ANY: ROOT / "packages/runtime/schema.json", OWN: Path(sys.argv[1])}

# Attributes as an agent passes them to TAC, and the schemas that should accept the payload.
CASES = [
    ({"reason": "Wants refund – café"}, [ANY, OWN]),
    ({"department": "billing", "priority": "high", "reason": 'says "no" \u2028 {{x}} 😀'}, [ANY, OWN]),
    ({"department": "", "reason": ""}, [ANY, OWN]),
    ({"team": "unknown to the contract", "reason": "r"}, [ANY]),
    ({"priority": "urgent", "reason": "r"}, [ANY]),
    ({"department": 7, "reason": "r"}, [ANY]),
    ({"department": "d" * 41, "reason": "r"}, [ANY]),
    ({"score": 1.5, "items": [1, None, {"deep": True}], "reason": "r"}, [ANY]),
    ({"department": "billing"}, []),
]


def wire_forms(attributes: dict, profile_id: str | None) -> dict[str, str]:
    """The payload as TAC serializes it: compact on a call, with spaces and escapes in messaging."""
    session = ConversationSession(
        conversation_id="conv_conversation_01abc", channel="SMS", profile_id=profile_id
    )
    payload = build_handoff_payload(session, "mem_store_01abc", attributes)
    parameters = json.dumps({"HandoffData": payload.model_dump(by_alias=True)})
    return {
        "call": payload.model_dump_json(by_alias=True),
        "message": json.dumps(json.loads(parameters)["HandoffData"]),
    }


def main() -> int:
    validators = {}
    for name, file in SCHEMAS.items():
        schema = json.loads(file.read_text(encoding="utf-8"))
        Draft202012Validator.check_schema(schema)
        validators[name] = Draft202012Validator(schema)

    wrong = 0
    for attributes, expected in CASES:
        for profile_id in (None, "mem_profile_01abc"):
            for form, text in wire_forms(attributes, profile_id).items():
                for name, validator in validators.items():
                    problems = [error.message for error in validator.iter_errors(json.loads(text))]
                    if (not problems) != (name in expected):
                        wrong += 1
                        found = "; ".join(problems) or "no problem"
                        print(f"{name}: {form} {text}: {found}", file=sys.stderr)

    payloads = len(CASES) * 4
    print(f"{payloads} payloads of TAC against 2 schemas: {wrong} not as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
