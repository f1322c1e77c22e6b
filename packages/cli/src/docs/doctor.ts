// docs/doctor.md: every check of the doctor, from its catalogue.

import type { Entry } from "../doctor/facts/catalogue.ts";
import { codeBlock, generatedFrom, page, prose, table } from "./markdown.ts";

export function doctorPage(entries: Readonly<Record<string, Entry>>): string {
  return page([
    generatedFrom("packages/cli/src/doctor/facts/catalogue.ts"),
    "# Is the account ready for a hand-off?",
    prose(`\`npm run doctor\` reads an account and says of each step of Twilio's hand-off guide whether it is done: ✓, or ✗
      with what was found, what was expected, and the command or place in the Console that mends it. It sends nothing but
      GET. The flow is not sent to Studio's own check either (a POST, though it stores nothing): Twilio's verdict on the
      published revision and this project's check take its place.`),
    codeBlock("sh", [
      "npm run doctor                                            # the selected stack, or the .env here",
      "npm run doctor -- --stack prod --watch                    # looks again until it is ready",
      "npm run doctor -- --no-stack --env ../agent/.env --json   # an account that no stack made",
      "npm run doctor -- --simulate +15551230199                 # one real hand-off, up to the task in Flex",
    ]),
    "## What it compares with",
    prose(`With a stack: its configuration and outputs. \`--stack\` names one; without it the selected stack is taken, if a
      Pulumi CLI is there and one is selected. Without a stack: TAC's variables, from \`--env FILE\`, from \`.env\` here, or
      from the environment; \`--number\`, \`--whatsapp\`, \`--chat\`, \`--domain\`, \`--configuration\`, \`--flow\` and
      \`--channels\` say what they do not. Credentials come from the same places. The .env is also compared with the stack.`),
    prose(`What drifted is mended with \`pulumi up --refresh\`: without \`--refresh\` the engine goes by its state and sees no
      change.`),
    "## What it answers",
    table(
      ["Mark", "Status in JSON", "Meaning"],
      [
        [
          "✓",
          "`ok`",
          'As it should be. With "confirms", the account also shows that an assumption is right.',
        ],
        ["✗", "`wrong`", "Not as it should be."],
        ["?", "`unknown`", "Could not be looked at, in Twilio's words. The other checks go on."],
        ["☐", "`by-hand`", "Only a person can look. Does not count against ready."],
        ["–", "`skipped`", "Not in use, not asked for, or nothing there to look at."],
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
          "could not look: credentials, network, no such stack; or nothing failed, but something is unknown",
        ],
      ],
    ),
    prose(`\`--json\` prints one object on stdout and nothing else: \`ready\`, and \`checks\` with \`id\`, \`title\`, \`status\`
      and, where they apply, \`found\`, \`expected\`, \`mend\`, \`assumption\` and \`confirmed\`. With \`--simulate\` also
      \`simulation\`. Every check below is in it, each once and in this order, unless nothing at all could be read.`),
    "## The checks",
    prose(`"Without a stack" is what mends it where no stack of this project manages the account. With one it is \`pulumi up\`,
      apart from what no stack declares: credentials, Flex itself, the .env. Places in the Console follow Twilio's
      documents; nobody here has seen them, and menus move.`),
    table(
      ["Check", "Right when", "Why", "Without a stack", "Assumption"],
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
    prose(`Sends the agent's own host one unsigned POST to each path of TAC, and nothing else goes there. TAC refuses it with
      403. Anything else tells what is wrong: 404 and 405 another program or path, 2xx an agent that takes requests of
      anybody, 5xx an agent that is not running.`),
    "## `--watch`",
    prose(`Looks again every \`--every\` seconds (10) until the account is ready, and prints only what changed; \`--timeout\`
      seconds end it before. Ctrl-C ends it at any time.`),
    "## `--simulate ADDRESS`",
    prose(`Hands the newest open conversation of that address off: one Execution as TAC starts it, with the reason "tac-handoff
      doctor: test hand-off". It follows the steps, then finds the new task in Flex and shows its attributes; when none
      arrives, it says at which widget and what that means. A person in Flex gets a real task, so it asks first, or wants
      \`--yes\`. Write to the agent from that address before: without an open conversation there is nothing to hand off.`),
    prose(`Unlike TAC it does not set the conversation INACTIVE, so no summary runs, and it leaves the callbacks on, so the
      agent goes on hearing the customer.`),
    "## What it cannot see",
    prose(`Whether a number or sender is in the pool of a messaging service
      ([not-in-a-messaging-service](assumptions.md#not-in-a-messaging-service)), what the memory store recognises customers
      by ([memory-phone](assumptions.md#memory-phone)), and the two opt-ins of Flex. It was tried against the local Twilio
      only.`),
  ]);
}
