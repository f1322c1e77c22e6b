"""Reads every object of a hand-off stack with Twilio's own client for Python, which knows nothing of this project.

    pulumi stack output --json | TWILIO_ACCOUNT_SID=AC… TWILIO_API_KEY=SK… TWILIO_API_SECRET=… python read_everything.py

Takes the stack's outputs as JSON on stdin or as its only argument, and reads the objects that they name. Prints one
JSON object with Twilio's responses. Exits with 1 and all reasons if objects cannot be read, and with 2 on wrong usage.
"""

import datetime
import json
import os
import sys

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.response import Response
from twilio.rest import Client


def main(given):
    names = ["TWILIO_API_KEY", "TWILIO_API_SECRET", "TWILIO_ACCOUNT_SID"]
    unset = [name for name in names if not os.environ.get(name)]
    if unset:
        stop(2, [f"not set: {', '.join(unset)}"])
    client = Client(*(os.environ[name] for name in names))
    stack = outputs(given)
    found, problems = {}, []

    def read(what, ask, *sids):
        """Records the result of `ask`, or the reason for its failure. Does nothing if one of its SIDs is not known."""
        if None in sids:
            return None
        try:
            answer = ask(*sids)
        except (TwilioException, LookupError, TypeError, AttributeError) as error:
            problems.append(f"{what} {' '.join(sids)}: {reason(error)}")
            return None
        found[what] = plain(answer)
        return answer

    flow = stack.get("flowSid")
    flows = client.studio.v2.flows
    read("flow", lambda sid: flows(sid).fetch(), flow)
    read("publishedRevision", lambda sid: flows(sid).revisions("LatestPublished").fetch(), flow)
    read("flows", lambda: sids(flows.list()))
    read("executions", lambda sid: [execution(one) for one in flows(sid).executions.list()], flow)

    number = stack.get("phoneNumber")
    read("phoneNumber", lambda e164: only(client.incoming_phone_numbers.list(phone_number=e164)), number)
    addresses = client.conversations.v1.address_configurations
    for output in ("phoneNumber", "whatsappSender", "rcsSender", "chatAddress"):
        # A voice-only stack has a number, but no address for it.
        if output != "phoneNumber" or stack.get("classicServiceSid"):
            read(f"address {output}", lambda address: addresses(address).fetch(), stack.get(output))
    read("addresses", lambda: sids(addresses.list()))

    services = client.conversations.v1.services
    service = stack.get("classicServiceSid")
    read("classicService", lambda sid: services(sid).fetch(), service)
    read("classicConversations", lambda sid: services(sid).conversations.list(), service)

    orchestrator = client.conversations.v2
    configuration = stack.get("orchestratorConfigurationId")
    read("orchestratorConfiguration", lambda id: orchestrator.configurations(id).fetch(), configuration)
    read("orchestratorConfigurations", lambda: ids(orchestrator.configurations.list()))
    read("conversations", lambda: [conversation(orchestrator, one) for one in orchestrator.conversations.list()])

    intelligence = client.intelligence.v3
    summaries = stack.get("intelligenceConfigurationId")
    read("intelligenceConfiguration", lambda id: intelligence.configurations(id).fetch(), summaries)
    read("intelligenceConfigurations", lambda: ids(intelligence.configurations.list()))
    read("operators", lambda: intelligence.operators.list())

    read("memoryStore", lambda id: client.memory.v1.stores(id).fetch(), stack.get("memoryStoreId"))

    flex = read("flex", lambda: client.flex_api.v1.configuration().fetch())
    if flex:
        workspace = client.taskrouter.v1.workspaces(flex.taskrouter_workspace_sid)
        read("workspace", workspace.fetch)
        read("workflows", workspace.workflows.list)
        read("taskQueues", workspace.task_queues.list)
        read("taskChannels", workspace.task_channels.list)
        read("tasks", workspace.tasks.list)

    if problems:
        stop(1, problems)
    json.dump(found, sys.stdout, indent=2, sort_keys=True)
    print()


def execution(instance):
    return {
        **plain(instance),
        "steps": plain(instance.steps.list()),
        "context": plain(instance.execution_context().fetch().context),
    }


def conversation(orchestrator, instance):
    return {**plain(instance), "participants": plain(orchestrator.participants(instance.id).list())}


def only(rows):
    if len(rows) != 1:
        raise LookupError(f"expected one, found {len(rows)}")
    return rows[0]


def sids(rows):
    return [row.sid for row in rows]


def ids(rows):
    return [row.id for row in rows]


def plain(value):
    """The fields of an instance, without the client's internal ones."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if hasattr(value, "__dict__"):
        return {key: plain(one) for key, one in vars(value).items() if not key.startswith("_")}
    return value


def reason(error):
    if isinstance(error, TwilioRestException):
        return f"{error.status} ({error.code}): {error.msg}"
    # For a list that cannot be read, the client raises the raw response.
    if isinstance(error, TwilioException) and isinstance(error.args[-1], Response):
        what, answer = error.args
        body = json.loads(answer.text)
        return f"{answer.status_code} ({body['code']}): {what}: {body['message']}"
    return f"{type(error).__name__}: {error}"


def outputs(given):
    try:
        value = json.loads(given)
    except json.JSONDecodeError as error:
        stop(2, [f"the stack's outputs are not JSON: {error}"])
    if not isinstance(value, dict):
        stop(2, ["the stack's outputs are not a JSON object"])
    return value


def stop(code, problems):
    print("\n".join(problems), file=sys.stderr)
    sys.exit(code)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else sys.stdin.read())
