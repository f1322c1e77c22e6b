import type { Address } from "@pulumi/twilio/account";
import { seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { wantedByStack } from "../facts/wanted.ts";
import { config, stack } from "../testing/readyAccount.ts";
import { checkAddresses } from "./addresses.ts";

const sid = `IG${"7".repeat(32)}`;

function row(address: string, type = "chat"): Address {
  const auto_creation = { enabled: true, type: "default", conversation_service_sid: seed.flexServiceSid };
  return { sid, type, address, auto_creation };
}

/** What doctor says about the web chat, of an account with the addresses and a stack that has created some of them. */
function chatCheck(chatAddress: string, rows: Address[], createdAddresses: string[] = []) {
  const own = { ...stack, config: { ...config, "tac-handoff:chatAddress": chatAddress }, createdAddresses };
  const checks = checkAddresses(wantedByStack(own, {}), {
    addresses: { value: rows },
    flex: { value: undefined },
  });
  const check = checks.find(({ id }) => id === "address-chat");
  if (!check) throw new Error("there is no check of the web chat");
  const { id: _, title: __, assumption: ___, ...found } = check;
  return found;
}

test("a chat address that the stack has created is to be checked by hand, with the client's setting", () => {
  const other = { ...row("webchat"), sid: seed.chatAddressSid };
  expect(chatCheck("web-chat", [other, row("web-chat")], ["web-chat"])).toEqual({
    status: "by-hand",
    found: "web-chat was created by this stack, so no chat used it before; other chat addresses: webchat",
    expected: `the chat client of the website starts its chats with AddressSid ${sid} (POST https://flex-api.twilio.com/v2/WebChats)`,
    fix: `configure the chat client with ${sid}, or set tac-handoff:chatAddress to the address that it uses`,
  });
});

test("an address that existed before the stack passes, and so does a deployment's key that the stack has created", () => {
  const deployment = `CV${"3".repeat(32)}`;
  expect(chatCheck("webchat", [row("webchat")]).status).toBe("ok");
  expect(chatCheck(deployment, [row(deployment)], [deployment]).status).toBe("ok");
});

test("an address that the stack has created and somebody has changed is wrong", () => {
  const changed = {
    ...row("web-chat"),
    auto_creation: { enabled: true, type: "studio", studio_flow_sid: "FW1" },
  };
  expect(chatCheck("web-chat", [changed], ["web-chat"])).toMatchObject({ status: "wrong" });
});

test.each([`IS${"a".repeat(32)}`, `IG${"a".repeat(32)}`])(
  "%s cannot be the address of a chat, created or not",
  (wrong) => {
    const kind = wrong.startsWith("IS") ? "a Conversations service" : "an address configuration";
    const expected = {
      status: "wrong",
      expected: "the address of the web chat: a name, or the key of a Webchat deployment (CV…)",
      fix: "pulumi config set --stack dev tac-handoff:chatAddress …, then pulumi up --refresh --stack dev",
    };
    expect(chatCheck(wrong, [row(wrong)], [wrong])).toEqual({
      ...expected,
      found: `${wrong} is the SID of ${kind}, not an address, so no chat uses it; addresses of type chat: ${wrong}`,
    });
    expect(chatCheck(wrong, [])).toEqual({
      ...expected,
      found: `${wrong} is the SID of ${kind}, not an address, so no chat uses it; addresses of type chat: none`,
    });
  },
);
