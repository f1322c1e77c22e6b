import fc from "fast-check";
import { expect, test } from "vitest";
import { propose } from "../decide/propose.ts";
import { account, address, capturing, configuration, ids, number } from "../testing/testAccount.ts";
import { mergeStackFile } from "./stackFile.ts";
import { choicesIn } from "./stackText.ts";
import { findProblems } from "./validate.ts";

const options = {
  flags: "--stack prod",
  credentials: { accountSid: ids.accountSid, apiKey: ids.apiKey, apiSecret: "a-secret-of-tests" },
};

const oneOf = <Value>(...values: Value[]) => fc.subarray(values);
const anyAccount = fc
  .record({
    phoneNumbers: oneOf(
      number(ids.number, { voice_url: "https://agent.example.com/twiml" }),
      number(ids.otherNumber),
    ),
    addresses: oneOf(
      address("sms", ids.number),
      address("whatsapp", "whatsapp:+15551230101"),
      address("whatsapp", "whatsapp:+15551230102"),
      address("chat", "webchat"),
      address("chat", "shop"),
    ),
    classicServices: oneOf(
      { sid: ids.service, friendly_name: "A" },
      { sid: ids.otherService, friendly_name: "B" },
    ),
    flex: fc.constantFrom(undefined, {}, { chat_service_instance_sid: ids.service }),
    workflows: oneOf(
      { sid: "WW1", workspace_sid: "WS1", friendly_name: "Assign to Anyone" },
      { sid: "WW2", workspace_sid: "WS1", friendly_name: "Sales" },
    ),
    orchestratorConfigurations: oneOf(configuration, {
      ...capturing(ids.number),
      id: ids.otherConfiguration,
      memoryStoreId: null,
      statusCallbacks: null,
    }),
    memoryStores: oneOf({ id: ids.store, status: "ACTIVE" }, { id: ids.otherStore, status: "FAILED" }),
    refused: fc.subarray(
      (["phoneNumbers", "addresses", "flex", "orchestratorConfigurations"] as const).map((kind) => ({
        kind,
        reason: "no",
      })),
    ),
  })
  .map((changes) => account(changes));

test("for any account, the proposal matches the configuration's schema except for its questions", () => {
  fc.assert(
    fc.property(anyAccount, (found) => {
      const proposal = propose(found);
      expect(findProblems(mergeStackFile(undefined, proposal, options), proposal)).toEqual([]);
    }),
  );
});

test("a misspelled key is reported, and is not a bug in the proposal", () => {
  const text = "config:\n  tac-handoff:nmae: support\n";
  const proposal = propose(account(), {}, choicesIn(text));

  expect(findProblems(mergeStackFile(text, proposal, options), proposal).map(({ key }) => key)).toEqual([
    "tac-handoff:nmae",
  ]);
});

test("a proposal that does not match is a bug", () => {
  const proposal = propose(account());
  const broken = mergeStackFile(undefined, proposal, options).replace("agent.example.com\n", "no host\n");

  expect(() => findProblems(broken, proposal)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        /^The proposal does not match the configuration's schema:\ntac-handoff:agentDomain expected a public host name/,
      ),
    }),
  );
});
