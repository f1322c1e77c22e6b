// docs/doctor.md: every check of doctor, from its catalogue.

import type { Entry } from "../doctor/facts/catalogue.ts";
import { codeBlock, generatedFrom, page, prose, table } from "./markdown.ts";

export function doctorPage(entries: Readonly<Record<string, Entry>>): string {
  return page([
    generatedFrom("packages/cli/src/doctor/facts/catalogue.ts"),
    "# Is the account ready for a hand-off?",
    prose(`\`npm run doctor\` reads an account and reports for each step of Twilio's hand-off guide whether it is done: ✓, or ✗
      with what was found, what was expected, and the command or place in the Console that fixes it. Problems are listed
      last. It sends only GET requests. It does not use Studio's validation either (a POST, although it stores
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
      from the environment; \`--number\`, \`--whatsapp\`, \`--chat\`, \`--domain\`, \`--configuration\`, \`--flow\` and
      \`--channels\` set what the variables do not. Credentials come from the same places. The .env is also compared with
      the stack.`),
    prose(`Drift is fixed with \`pulumi up --refresh\`: without \`--refresh\` the engine relies on its state and detects no
change.`),
    "## Results",
    table(
      ["Mark", "Status in JSON", "Meaning"],
      [
        ["✓", "`ok`", 'Passed. With "confirms", the account also shows that an assumption is right.'],
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
    prose(`\`--json\` prints one object on stdout and nothing else: \`ready\`, and \`checks\` with \`id\`, \`title\`, \`status\`
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
    prose(`Sends one unsigned POST to each of TAC's paths on the agent's own host, and nothing else. TAC rejects it with 403. Any
      other status shows what is wrong: 404 and 405 mean another program or path, 2xx an agent that accepts requests from
      anyone, 5xx an agent that is not running.`),
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
      identifies customers ([memory-phone](assumptions.md#memory-phone)), and the two opt-ins of Flex. Not yet verified
      against live Twilio.`),
  ]);
}
