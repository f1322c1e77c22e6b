import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Choices } from "../decide/keys.ts";
import { propose } from "../decide/propose.ts";
import { account, address, ids, number } from "../testing/testAccount.ts";
import { importFileText, importResources } from "./importFile.ts";

const everyChannel = account({
  addresses: [
    { ...address("sms", ids.number), sid: "IG1" },
    { ...address("whatsapp", "whatsapp:+15551230101"), sid: "IG2" },
    { ...address("rcs", "rcs:brand_support_agent"), sid: "IG4" },
    { ...address("chat", "webchat"), sid: "IG3" },
  ],
});
const importsOf = (found: typeof everyChannel) => importResources(found, propose(found).answers);

test("everything that would be adopted is imported, under the program's types and names", () => {
  const [row] = everyChannel.phoneNumbers;

  expect(importsOf(everyChannel)).toEqual([
    { type: "twilio:memory:Store", name: "memory", id: ids.store },
    { type: "twilio:conversations:Service", name: "classic", id: ids.service },
    { type: "twilio:orchestrator:Configuration", name: "orchestrator", id: ids.configuration },
    { type: "twilio:numbers:PhoneNumber", name: "agent-number", id: row?.sid },
    { type: "twilio:conversations:AddressConfiguration", name: "sms", id: "IG1" },
    { type: "twilio:conversations:AddressConfiguration", name: "whatsapp", id: "IG2" },
    { type: "twilio:conversations:AddressConfiguration", name: "rcs", id: "IG4" },
    { type: "twilio:conversations:AddressConfiguration", name: "chat", id: "IG3" },
  ]);
});

test("numbers and addresses of a list are imported under the names that the program has for them", () => {
  const second = number(ids.otherNumber);
  const found = { ...everyChannel, phoneNumbers: [...everyChannel.phoneNumbers, second] };
  const file: Choices = {
    channels: { value: ["voice", "sms", "whatsapp", "rcs", "chat"], by: "the file" },
    phoneNumber: { value: ids.otherNumber, others: [ids.number], by: "the file" },
    whatsappSender: { value: "whatsapp:+15551230101", others: [], by: "the file" },
  };

  const imported = importResources(found, propose(found, {}, file).answers);

  expect(imported.map(({ name, id }) => [name, id]).slice(3)).toEqual([
    [`agent-number/${ids.otherNumber}`, second.sid],
    [`agent-number/${ids.number}`, found.phoneNumbers[0]?.sid],
    [`sms/${ids.number}`, "IG1"],
    ["whatsapp/+15551230101", "IG2"],
    ["rcs", "IG4"],
    ["chat", "IG3"],
  ]);
});

test("each type and name occurs in the program", () => {
  const program = readFileSync("infra/index.ts", "utf8").replaceAll(/\s+/g, "");
  // Numbers and addresses take their names from infra/senders.ts, here and in the program.
  const senders = ["PhoneNumber", "AddressConfiguration"];

  for (const { type, name } of importsOf(everyChannel)) {
    const [, module, kind = ""] = type.split(":");
    if (!senders.includes(kind)) expect(program).toContain(`newtwilio.${module}.${kind}("${name}",`);
  }
});

test("with only voice, neither addresses nor the Classic service are imported", () => {
  expect(importsOf(account()).map(({ name }) => name)).toEqual(["memory", "orchestrator", "agent-number"]);
});

test("undecided and newly created objects are not imported", () => {
  const found = account({
    phoneNumbers: [number(ids.number), number(ids.otherNumber)],
    orchestratorConfigurations: [],
    memoryStores: [],
  });
  expect(importsOf(found)).toEqual([]);
});

test("the file is the JSON that pulumi import expects", () => {
  expect(importFileText([{ type: "twilio:memory:Store", name: "memory", id: ids.store }])).toBe(`{
  "resources": [
    {
      "type": "twilio:memory:Store",
      "name": "memory",
      "id": "mem_store_00000000000000000000000001"
    }
  ]
}
`);
});
