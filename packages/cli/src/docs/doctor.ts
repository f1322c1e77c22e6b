// docs/doctor.md: every check of doctor, from its catalogue.

import type { Entry } from "../doctor/facts/catalogue.ts";
import { codeBlock, generatedFrom, page, prose, table } from "./markdown.ts";

export function doctorPage(entries: Readonly<Record<string, Entry>>): string {
  return page([
    generatedFrom("packages/cli/src/doctor/facts/catalogue.ts"),
    "# Is the account ready for a hand-off?",
    prose(`\`npm run doctor\` reads an account and reports for each step of Twilio's hand-off guide whether it is done: ✓, or ✗
      with what was found, what was expected, and the command or place in the Console that fixes it. Problems are listed
      last. It sends only GET requests to Twilio. It does not use Studio's validation either (a POST, although it stores
nothing), but Twilio's verdict on the published revision and this project's own check.`),
    codeBlock("sh", [
      "npm run doctor                                            # the selected stack, or the .env here",
      "npm run doctor -- --stack prod --watch                    # checks again until it is ready",
      "npm run doctor -- --no-stack --env ../agent/.env --json   # an account that no stack manages",
      "npm run doctor -- --simulate +15551230199                 # one real hand-off, up to the task in Flex",
    ]),
    "## What it compares with",
    prose(`With a stack: its configuration and outputs. \`--stack\` names one; without it doctor uses the selected stack, if
      there is a Pulumi CLI and one is selected. Without a stack: TAC's variables, from \`--env FILE\`, from \`.env\` here, or
      from the environment; \`--number\`, \`--whatsapp\`, \`--rcs\`, \`--chat\`, \`--domain\`, \`--configuration\`, \`--flow\` and
      \`--channels\` set what the variables do not. Credentials come from the same places. The .env is also compared with
      the stack.`),
    prose(`Drift is fixed with \`pulumi up --refresh\`: without \`--refresh\` the engine relies on its state and detects no
change.`),
    "## Results",
    table(
      ["Mark", "Status in JSON", "Meaning"],
      [
        ["✓", "`ok`", 'Passed. With "confirms", the account also shows that an assumption is right.'],
        [
          "!",
          "`warning`",
          "A hand-off works, but not always, or not all of it could be shown. Does not affect readiness.",
        ],
        ["✗", "`wrong`", "Failed."],
        [
          "?",
          "`unknown`",
          "Could not be read; the reason is Twilio's message. The other checks are not affected.",
        ],
        ["☐", "`by-hand`", "Can only be checked manually. Does not affect readiness."],
        ["–", "`skipped`", "Not in use, not requested, or nothing to check."],
      ],
    ),
    table(
      ["Exit code", "Meaning"],
      [
        ["0", "ready"],
        ["1", "not ready: at least one check failed, or the hand-off of `--simulate` did not arrive"],
        ["2", "wrong usage"],
        [
          "3",
          "the account could not be read: credentials, network, no such stack; or no check failed, but at least one is unknown",
        ],
      ],
    ),
    prose(`With \`--endpoint\`, or \`twilio:endpoint\` in the stack's configuration, the account is that of a local Twilio on this
      machine. The first line says so, and \`--json\` has its URL as \`localTwilio\`. The checks are the same, but none of them
      confirms an assumption about Twilio, because the local Twilio shares them.`),
    prose(`\`--json\` prints one object on stdout and nothing else: \`ready\`, \`localTwilio\` if it is one, and \`checks\` with \`id\`, \`title\`, \`status\`
      and, where they apply, \`found\`, \`expected\`, \`mend\` (the fix), \`assumption\` and \`confirmed\`. With \`--simulate\`
      also \`simulation\`. It contains every check below, each once and in this order, unless nothing at all could be read.`),
    "## The checks",
    prose(`"Without a stack" is the fix if no stack of this project manages the account. With a stack the fix is \`pulumi up\`,
except for what no stack declares: credentials, Flex itself, the .env. Places in the Console follow Twilio's documentation; they
      are not yet verified, and menus change.`),
    table(
      ["Check", "Passes when", "Why", "Without a stack", "Assumption"],
      Object.entries(entries).map(([id, { title, why, console, assumption, settles }]) => [
        `\`${id}\``,
        `${title}.`,
        why,
        `${console}.`,
        assumption === undefined
          ? ""
          : `${settles ? "confirms " : ""}[${assumption}](assumptions.md#${assumption})`,
      ]),
    ),
    "## `--reach`",
    prose(`Sends requests to TAC's two paths on the agent's own host, first one without a signature. TAC rejects it with 403. Any
      other status shows what is wrong: 404 and 405 mean another program or path, 3xx a redirect, 2xx an agent that accepts
      requests from anyone, 5xx an agent that is not running.`),
    prose(`403 alone does not show that the agent works: a server that refuses everything responds with it as well. If the
      account's auth token is at hand (\`twilio:authToken\` of the stack, or TWILIO_AUTH_TOKEN in the agent's .env or in the
      environment, in this order), doctor sends the same request again, signed as Twilio signs it. Without the token, or if
      Twilio refuses the token, the result is a warning that says what is not shown. A token in the agent's .env that Twilio
      refuses is a failure, because TAC validates with it.`),
    table(
      ["Path", "Signed request", "What TAC does", "Expected"],
      [
        [
          "`/twiml`",
          "a form as for an incoming call, with a CallSid that does not exist (`CA00…d0c`) and a withheld number",
          "responds with TwiML, and nothing else: only the WebSocket that Twilio would open begins a session. A callback of yours for incoming calls (`on_inbound_call_twiml`) runs.",
          "TwiML with ConversationRelay, the configuration of the stack, and the flow as action",
        ],
        [
          "`/webhook`",
          "JSON with `?bodySHA256=`: CONVERSATION_UPDATED of a conversation that does not exist (`conv_conversation_00…d0c`)",
          "responds, and ignores the event, because it does not know the conversation",
          "2xx",
        ],
      ],
    ),
    prose(`With \`--reach\` doctor also reads the messages of up to five open conversations, to see whether customers wait for a
      reply (\`messages-answered\`). It prints nothing of what they wrote.`),
    "## `--watch`",
    prose(`Checks again every \`--every\` seconds (10) until the account is ready, and prints only what changed. \`--timeout\` limits
      it to that many seconds. Ctrl-C stops it at any time.`),
    "## `--simulate ADDRESS`",
    prose(`Hands off the newest open conversation of that address: it creates one execution as TAC does, with the reason
      "tac-handoff doctor: test hand-off". It follows the steps, then finds the new task in Flex and prints its attributes;
      if none arrives, it reports the widget and what that means. A Flex agent receives a real task, so doctor asks for confirmation first, unless you use
\`--yes\`. Write to the agent from that address first: without an open conversation there is nothing to hand off.`),
    prose(`Unlike TAC it does not set the conversation INACTIVE, so no summary runs, and it leaves the callbacks on, so the
      agent continues to receive the customer's messages.`),
    "## What it cannot see",
    prose(`Whether a number or sender is in the pool of a messaging service
      ([not-in-a-messaging-service](assumptions.md#not-in-a-messaging-service)), how the memory store
      identifies customers ([memory-phone](assumptions.md#memory-phone)), whether the website's chat uses an address that
      the stack has created, when Flex agents work, why an agent did not reply, and the two opt-ins of Flex. Not yet verified
      against live Twilio.`),
  ]);
}
