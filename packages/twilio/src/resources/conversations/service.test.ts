import { type State, seed } from "@tac-handoff/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Resource } from "../../declare/resource.ts";
import { check } from "../../provider/check.ts";
import { create, destroy, previewCreate } from "../../provider/lifecycle.ts";
import { type LocalTwilio, startLocalTwilio } from "../../testing/localTwilio.ts";
import { resourceContract } from "../../testing/resourceContract.ts";
import { unknownValue } from "../../values/unknown.ts";
import { service as definition } from "./service.ts";

const service: Resource = definition;
const flexService = seed.flexServiceSid;

resourceContract(definition, {
  inputs: { friendlyName: "hand-off", onDestroy: "delete" },
  replace: { friendlyName: "other" },
  drift: {
    change: ({ classicServices }, sid) => {
      if (classicServices[sid]) classicServices[sid].friendly_name = "renamed";
    },
    seen: ["friendlyName"],
  },
  present: { id: flexService, inputs: { adopt: flexService } },
  object: ({ classicServices }: State, sid) => classicServices[sid],
});

let twilio: LocalTwilio;
beforeEach(async () => {
  twilio = await startLocalTwilio();
});
afterEach(() => twilio.close());

test("a service is created by a form with its name alone", async () => {
  await create(service, twilio.api, { friendlyName: "hand-off", onDestroy: "keep" });
  const [request] = twilio.writes();
  expect([request?.method, request?.host, request?.path, request?.form]).toEqual([
    "POST",
    "conversations.twilio.com",
    "/v1/Services",
    { FriendlyName: "hand-off" },
  ]);
});

test("destroy keeps a service the stack made, unless asked to delete it", async () => {
  const { id, state } = await create(service, twilio.api, { friendlyName: "hand-off" });

  await destroy(service, twilio.api, { id, inputs: { friendlyName: "hand-off" }, state });
  expect(twilio.state.classicServices).toHaveProperty(id);

  await destroy(service, twilio.api, {
    id,
    inputs: { friendlyName: "hand-off", onDestroy: "delete" },
    state,
  });
  expect(twilio.state.classicServices).not.toHaveProperty(id);
});

test("adopting a service under another name is rejected, in preview too", async () => {
  const inputs = { adopt: flexService, friendlyName: "mine" };
  const refusal = new Error(
    `friendlyName: ${flexService} has a different value, and Twilio cannot update objects of this type. Declare the value it has, or create a new object (without adopt).`,
  );
  await expect(previewCreate(service, twilio.api, inputs)).rejects.toThrow(refusal);
  await expect(create(service, twilio.api, inputs)).rejects.toThrow(refusal);
});

test("a name that is unknown in preview is not a conflict", async () => {
  const { id } = await previewCreate(service, twilio.api, { adopt: flexService, friendlyName: unknownValue });
  expect(id).toBe(flexService);
});

test("a service to adopt that the account does not have is reported by name", async () => {
  const missing = `IS${"f".repeat(32)}`;
  await expect(previewCreate(service, twilio.api, { adopt: missing })).rejects.toThrow(
    new Error(
      `adopt: ${missing} is not in account ${seed.accountSid}. Set adopt to the id of an existing object, or omit it to create one.`,
    ),
  );
});

test("an adopted service that was renamed since is let go all the same", async () => {
  const inputs = { adopt: flexService, friendlyName: "Flex Chat Service" };
  const { id, state } = await create(service, twilio.api, inputs);
  const row = twilio.state.classicServices[flexService];
  if (row) row.friendly_name = "renamed";

  const previous = JSON.stringify({ friendlyName: "Flex Chat Service" });
  await destroy(service, twilio.api, { id, inputs, state: { ...state, previous } });

  expect(twilio.writes()).toEqual([]);
});

test("a new service needs a name", () => {
  expect(check(service, {}).problems).toEqual([
    {
      path: ["friendlyName"],
      message: "is missing: a new object needs it (set adopt to use an existing one instead)",
    },
  ]);
  expect(check(service, { adopt: flexService }).problems).toEqual([]);
});
