import { UserError } from "@tac-handoff/studio/errors";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { propose } from "../decide/propose.ts";
import { account, address, ids, number } from "../testing/testAccount.ts";
import { mergeStackFile } from "./stackFile.ts";
import { choicesIn, managesWorkflow } from "./stackText.ts";

const credentials = { accountSid: ids.accountSid, apiKey: ids.apiKey, apiSecret: "a-secret-of-tests" };
const options = { flags: "--stack prod", credentials };
const everyChannel = account({
  addresses: [
    address("sms", ids.number),
    address("whatsapp", "whatsapp:+15551230101"),
    address("rcs", "rcs:brand_support_agent"),
    address("chat", "webchat"),
  ],
});
const undecided = account({
  phoneNumbers: [number(ids.number), number(ids.otherNumber)],
  orchestratorConfigurations: [],
});

test("a new file explains the meaning and the value of every key, and contains no secrets", () => {
  expect(mergeStackFile(undefined, propose(everyChannel), options)).toBe(`config:
  # Account that the stack belongs to (\`AC…\`).
  twilio:accountSid: AC00000000000000000000000000000001
  # API key (\`SK…\`), preferred to the auth token.
  # Next: pulumi config set --stack prod --secret twilio:apiSecret
  twilio:apiKey: SK00000000000000000000000000000001
  # The agent's number, for calls and SMS, or a list of numbers. TAC uses the first as the sender on every channel.
  # Why: its calls go to TAC's /twiml.
  tac-handoff:phoneNumber: "+15551230100"
  # Public host name of the agent, where Twilio reaches TAC.
  # Why: status callback of Orchestrator configuration "support-agent"; calls of +15551230100 go there.
  tac-handoff:agentDomain: agent.example.com
  # Channels the agent serves.
  # Why: voice: the number can receive calls; sms: SMS address in Conversations; whatsapp: WhatsApp sender in Conversations; rcs: the account has an RCS sender; chat: chat address in Conversations.
  tac-handoff:channels: [voice, sms, whatsapp, rcs, chat]
  # The agent's WhatsApp sender, or a list. TAC uses the first.
  # Why: address in Conversations.
  tac-handoff:whatsappSender: whatsapp:+15551230101
  # The agent's RCS sender, or a list. TAC uses the first.
  # Why: address in Conversations.
  tac-handoff:rcsSender: rcs:brand_support_agent
  # Address of the web chat, or a list.
  # Why: address in Conversations.
  tac-handoff:chatAddress: webchat
  # Ids of objects that the account has and the stack adopts. Flex's Classic service is adopted without an id.
  tac-handoff:adopt:
    # Orchestrator configuration, for instance the one that TAC's quickstart created.
    # Why: "support-agent", calls agent.example.com/webhook.
    orchestratorConfiguration: conv_configuration_00000000000000000000000001
    # Memory store with the profiles of customers.
    # Why: memory store of Orchestrator configuration "support-agent".
    memoryStore: mem_store_00000000000000000000000001
`);
});

test("an undecided key becomes a question with the command for each candidate", () => {
  expect(mergeStackFile(undefined, propose(undecided), options)).toBe(`config:
  # Account that the stack belongs to (\`AC…\`).
  twilio:accountSid: AC00000000000000000000000000000001
  # API key (\`SK…\`), preferred to the auth token.
  # Next: pulumi config set --stack prod --secret twilio:apiSecret
  twilio:apiKey: SK00000000000000000000000000000001
  # Question: tac-handoff:phoneNumber: None of the numbers is recognizable as the agent's. Which one is it?
  # ? The agent's number, for calls and SMS, or a list of numbers. TAC uses the first as the sender on every channel.
  # ? pulumi config set --stack prod tac-handoff:phoneNumber +15551230100  # Support
  # ? pulumi config set --stack prod tac-handoff:phoneNumber +15551230199  # Support
  # ? or all that are the agent's, TAC's first: tac-handoff:phoneNumber: ["+15551230100", "+15551230199"]
  # Question: tac-handoff:agentDomain: The account does not show the agent's host. At which public host does Twilio reach TAC?
  # ? Public host name of the agent, where Twilio reaches TAC.
  # Question: tac-handoff:channels: Which channels does the agent serve? Voice and SMS depend on its number.
  # ? Channels the agent serves.
  # Question: tac-handoff:adopt.memoryStore: Should one of these remember the customers? Without this key the stack creates one.
  # ? Memory store with the profiles of customers.
  # ? pulumi config set --stack prod --path tac-handoff:adopt.memoryStore mem_store_00000000000000000000000001  # "customers", ACTIVE
`);
});

test("answered questions are removed, and the answers are kept", () => {
  const asked = mergeStackFile(undefined, propose(undecided), options);
  const answered = asked.replace(
    "config:\n",
    'config:\n  tac-handoff:phoneNumber: "+15551230199"\n  tac-handoff:agentDomain: a.example.com\n',
  );

  const again = mergeStackFile(answered, propose(undecided, {}, choicesIn(answered)), options);

  expect(again).not.toContain("Question: tac-handoff:phoneNumber");
  expect(again).not.toContain("Question: tac-handoff:agentDomain");
  expect(parse(again).config).toMatchObject({
    "tac-handoff:phoneNumber": "+15551230199",
    "tac-handoff:agentDomain": "a.example.com",
    "tac-handoff:channels": ["voice"],
  });
});

test("a sender that is chosen among several is written alone, with the list as a comment", () => {
  const [own, other] = [`whatsapp:${ids.number}`, "whatsapp:+15550000001"];
  const found = account({ addresses: [address("whatsapp", other), address("whatsapp", own)] });

  const text = mergeStackFile(undefined, propose(found), options);

  expect(text).toContain(`  # Why: address in Conversations.
  # ? or all that are the agent's, TAC's first: tac-handoff:whatsappSender: ["${own}", "${other}"]
  tac-handoff:whatsappSender: ${own}
`);
});

test("lists in the file are kept as they are written, and every number of them is looked at", () => {
  const found = account({
    phoneNumbers: [
      number(ids.number, { voice_url: "https://agent.example.com/twiml" }),
      number(ids.otherNumber, { voice_url: "https://ivr.example.com/answer" }),
    ],
  });
  const listed = `config:
  tac-handoff:phoneNumber:
    - 15551230100 # of the agent
    - {number: "${ids.otherNumber}", channels: [voice]}
  tac-handoff:channels: [voice]
`;

  const proposal = propose(found, {}, choicesIn(listed));

  expect(mergeStackFile(listed, proposal, options)).toContain(listed);
  expect(proposal.surprises).toContain(
    `Calls to ${ids.otherNumber} currently go to https://ivr.example.com/answer. They will go to the agent; destroy restores this.`,
  );
});

test("names from the account can neither escape the comment nor run in a shell", () => {
  const hostile = "a\n  evil:key: 1\u001b[31m'; rm -rf ~ #";
  const workflows = [hostile, "Sales"].map((name, at) => ({
    sid: `WW${at}`,
    workspace_sid: "WS1",
    friendly_name: name,
  }));
  const text = mergeStackFile(undefined, propose(account({ workflows, flex: {} })), options);

  expect(parse(text).config).not.toHaveProperty("evil:key");
  expect(text).toContain(
    String.raw`  # ? pulumi config set --stack prod --path tac-handoff:flex.workflow 'a   evil:key: 1 [31m'\''; rm -rf ~ #'`,
  );
});

test("an auth token leads to the command for the token, and no API key is written", () => {
  const text = mergeStackFile(undefined, propose(account()), {
    flags: "--stack prod",
    credentials: { accountSid: ids.accountSid, authToken: "a-token-of-tests", region: "ie1" },
  });

  expect(text).toContain("# Next: pulumi config set --stack prod --secret twilio:authToken\n");
  expect(parse(text).config["twilio:region"]).toBe("ie1");
  expect(text).not.toContain("twilio:apiKey");
  expect(text).not.toContain("a-token-of-tests");
});

test("a file keeps the API key that its own secret belongs to", () => {
  const own = `SK${"9".repeat(32)}`;
  const text = mergeStackFile(
    `config:\n  twilio:apiKey: ${own}\n  twilio:apiSecret:\n    secure: v1:abc\nencryptionsalt: v1:x\n`,
    propose(account()),
    options,
  );

  expect(parse(text)).toMatchObject({
    config: { "twilio:apiKey": own, "twilio:apiSecret": { secure: "v1:abc" } },
    encryptionsalt: "v1:x",
  });
});

test("a new Orchestrator configuration removes the key of the adopted one from the file", () => {
  const before = mergeStackFile(undefined, propose(account()), options);
  const flags = { "adopt.orchestratorConfiguration": { value: "new", by: "--configuration" } };

  const after = mergeStackFile(before, propose(account(), flags, choicesIn(before)), options);

  expect(parse(after).config["tac-handoff:adopt"]).toEqual({ memoryStore: ids.store });
});

test.each([
  ["config: [1]", "config in the stack file is not a map of keys. Fix it, or specify another stack."],
  ["- 1", "The stack file is not a map with the key config. Fix it, or specify another stack."],
  [
    "config: {",
    `The stack file is not valid YAML: Flow map in block collection must be sufficiently indented and end with a } at line 1, column 10:

config: {
         ^`,
  ],
])("a file that cannot be merged is rejected: %s", (text, message) => {
  expect(() => mergeStackFile(text, propose(account()), options)).toThrow(new UserError(message));
});

test("a file that matches the proposal is not changed at all, whatever its layout", () => {
  const ours = parse(mergeStackFile(undefined, propose(account()), options));
  const text = `config:   # formatted by hand\n\n${Object.entries(ours.config)
    .map(([key, value]) => `      "${key}":   ${JSON.stringify(value)}\n`)
    .join("\n")}`;

  const file = choicesIn(text);
  const merged = mergeStackFile(text, propose(account(), {}, file), options);
  const twice = mergeStackFile(merged, propose(account(), {}, choicesIn(merged)), options);

  expect(parse(merged)).toEqual(parse(text));
  expect(twice).toBe(merged);
});

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const value = fc.oneof(
  word,
  fc.integer(),
  fc.boolean(),
  fc.string({ maxLength: 20 }),
  fc.array(word, { maxLength: 3 }),
  fc.dictionary(word, word, { minKeys: 1, maxKeys: 3 }),
);
const blanks = fc.constantFrom("", "\n", "\n\n");
const entry = fc.record({ namespace: word, name: word, value, comment: word, above: blanks, below: blanks });
const foreignFile = fc.record({
  entries: fc.uniqueArray(entry, { selector: ({ namespace, name }) => `${namespace}:${name}`, maxLength: 6 }),
  head: word,
  foot: word,
  salt: word,
  end: fc.constantFrom("", "  # end\n", "  # end\n\n", "\n  # end\n\n  # end\n"),
});

test("unrelated values and comments in a file are kept, and a second run changes nothing", () => {
  fc.assert(
    fc.property(foreignFile, fc.constantFrom(account(), everyChannel, undecided), (file, found) => {
      const comments = [
        `# head-${file.head}`,
        `# foot-${file.foot}`,
        ...(file.end ? ["# end"] : []),
        ...file.entries.map(({ namespace, name, comment }) => `# note-${namespace}-${name}-${comment}`),
      ];
      const lines = file.entries.map(
        ({ namespace, name, value, comment, above, below }) =>
          `${above}  # note-${namespace}-${name}-${comment}\n${below}  other-${namespace}:${name}: ${JSON.stringify(value)}`,
      );
      const text = `# head-${file.head}\nconfig:\n${lines.join("\n")}\n${file.end}encryptionsalt: v1:${file.salt}\n# foot-${file.foot}\n`;

      const merged = mergeStackFile(text, propose(found), options);

      for (const comment of comments)
        expect(merged.split("\n").map((line) => line.trim())).toContain(comment);
      const { config, ...rest } = parse(merged);
      expect(rest).toEqual({ encryptionsalt: `v1:${file.salt}` });
      for (const { namespace, name, value } of file.entries) {
        expect(config[`other-${namespace}:${name}`]).toEqual(value);
      }
      expect(mergeStackFile(merged, propose(found, {}, choicesIn(merged)), options)).toBe(merged);
    }),
  );
});

test("only a file with flex.routing lets the stack manage the workflow", () => {
  const flex = (text: string) => managesWorkflow(`config:\n  tac-handoff:flex: ${text}\n`);
  expect([
    flex("{routing: {}}"),
    flex("{workflow: Routing}"),
    flex("1"),
    managesWorkflow("config: {}"),
  ]).toEqual([true, false, false, false]);
});

test("an existing comment above one of our keys stays above ours", () => {
  const text = 'config:\n  # Ask Bob before you change it.\n  tac-handoff:agentDomain: "not a host"\n';

  const merged = mergeStackFile(text, propose(account(), {}, choicesIn(text)), options);

  expect(merged).toContain(`  # Ask Bob before you change it.
  # Public host name of the agent, where Twilio reaches TAC.
  # Why: status callback of Orchestrator configuration "support-agent"; calls of +15551230100 go there.
  tac-handoff:agentDomain: "agent.example.com"
`);
});
