import { parseTwiml } from "@tac-handoff/emulator";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { defineAttributes } from "../attributes.ts";
import type { HandoffPayload } from "../payload.ts";
import { errorOf, messageOf } from "../testing/refusal.ts";
import { type HandoffTwimlOptions, handoffTwiml } from "./handoffTwiml.ts";

const workflowSid = `WW${"0a".repeat(16)}`;
const ids = { conversationId: "conv_conversation_01abc", storeId: "mem_store_01abc", profileId: "" };
const contract = defineAttributes(
  z.object({
    department: z.string().optional(),
    notes: z.string().optional(),
    priority: z.enum(["low", "normal", "high"]).optional(),
    order: z.number().optional(),
    items: z.array(z.json()).optional(),
  }),
);

const payloadWith = (attributes: Record<string, unknown>): HandoffPayload => ({
  ...ids,
  attributes: { reason: "Wants a refund", ...attributes },
});

/** The one verb of the TwiML, and the attributes in its Task. */
function read(options: HandoffTwimlOptions) {
  const [enqueue, ...others] = parseTwiml(handoffTwiml({ workflowSid, ...options }));
  expect(others).toEqual([]);
  const [task, ...rest] = enqueue?.children ?? [];
  expect(rest).toEqual([]);
  const text = task?.text ?? "";
  return { enqueue, task, text, attributes: JSON.parse(text) as Record<string, unknown> };
}

test("a call waits in the workflow with the customer, the team's attributes, the ids, the reason and the contract's attributes", () => {
  const payload = payloadWith({
    order: 7,
    department: "billing",
    priority: null,
    other: "not in the contract",
  });

  const { enqueue, task, text } = read({
    payload,
    customer: "+12025550143",
    contract,
    attributes: { team: "support" },
  });

  expect(enqueue).toMatchObject({ name: "Enqueue", attributes: { workflowSid } });
  expect(task).toMatchObject({ name: "Task", attributes: { priority: "0", timeout: "3600" } });
  expect(text).toBe(
    JSON.stringify({
      type: "outbound",
      name: "+12025550143",
      team: "support",
      ...ids,
      reason: "Wants a refund",
      department: "billing",
      order: 7,
    }),
  );
});

test("priority, timeout and URLs are those of the options, and the workflow that of the environment", () => {
  vi.stubEnv("TWILIO_FLEX_WORKFLOW_SID", workflowSid);
  const urls = { waitUrl: "https://a.example/wait?a=1&b=2", action: "https://a.example/left?x='\"<>" };

  const options = {
    payload: payloadWith({}),
    workflowSid: undefined,
    priority: 5,
    timeoutSeconds: 60,
    ...urls,
  };
  const { enqueue, task, attributes } = read(options);

  expect(enqueue?.attributes).toEqual({ workflowSid, ...urls });
  expect(task?.attributes).toEqual({ priority: "5", timeout: "60" });
  expect(attributes).toEqual({ type: "outbound", ...ids, reason: "Wants a refund" });
});

test("without a contract all attributes are written that a task can have", () => {
  const payload = payloadWith({ department: "billing", type: "x", call_sid: "CA1", "a-b": 1, items: [null] });

  expect(read({ payload, type: "inbound" }).attributes).toEqual({
    type: "inbound",
    ...ids,
    reason: "Wants a refund",
    department: "billing",
    items: [null],
  });
});

test("a hand-off without a conversation has no ids", () => {
  const payload = { conversationId: "", storeId: "", profileId: "", attributes: { reason: "r" } };

  expect(read({ payload }).attributes).toEqual({ type: "outbound", reason: "r" });
});

describe("attributes that are too long for Flex", () => {
  const whole = { department: "billing", priority: "high", order: 12, items: ["a"] };

  test("lose only the end of the reason, which ends in …", () => {
    const { text, attributes } = read({
      payload: payloadWith({ ...whole, reason: "Wants a refund. ".repeat(80) }),
      contract,
    });

    expect(attributes).toMatchObject({ ...ids, ...whole });
    expect(attributes.reason).toMatch(/^(Wants a refund\. ){20,}.*…$/);
    expect(text.length).toBeGreaterThan(1_000);
    expect(text.length).toBeLessThanOrEqual(1_024);
  });

  test("then lose the end of the longest string, and lists, but no enumeration and no number", () => {
    const long = { ...whole, notes: "n".repeat(2_000), items: ["i".repeat(3_000)], reason: "r".repeat(900) };

    const { text, attributes } = read({ payload: payloadWith(long), contract });

    expect(text.length).toBeLessThanOrEqual(1_024);
    expect(attributes).toMatchObject({ ...ids, department: "billing", priority: "high", order: 12 });
    expect(attributes.reason).toMatch(/^r{157}…$/);
    expect(attributes.notes).toMatch(/^n{400,}…$/);
    expect(attributes).not.toHaveProperty("items");
  });

  test("keep ids, enumerations and numbers, however many strings there are", () => {
    const names = Array.from({ length: 30 }, (_, index) => `text_${index}`);
    const many = Object.fromEntries(names.map((name) => [name, "x".repeat(100)]));

    const { attributes } = read({ payload: payloadWith({ ...many, order: 1, reason: "r".repeat(500) }) });

    expect(attributes).toEqual({
      type: "outbound",
      ...ids,
      reason: "(The agent's attributes were too long for Flex.)",
      order: 1,
    });
  });

  test("are refused if ids and the team's attributes alone are too long", () => {
    const options = { payload: payloadWith({}), workflowSid, attributes: { note: "n".repeat(1_000) } };

    expect(errorOf(() => handoffTwiml(options))?.code).toBe("too_long");
    expect(messageOf(() => handoffTwiml(options))).toBe(
      "hand-off TwiML: ids, address and the team's attributes have 1127 characters, and Flex accepts 1024, including the reason. Shorten the team's attributes.",
    );
  });
});

test("every wrong option is reported", () => {
  const payload = payloadWith({});
  const wrong = { payload, workflowSid: "FW1", priority: -1, timeoutSeconds: 0 };
  expect(errorOf(() => handoffTwiml(wrong))).toMatchObject({
    code: "invalid_option",
    problems: [{ path: "workflowSid" }, { path: "priority" }, { path: "timeoutSeconds" }],
  });
  const taken = {
    payload,
    workflowSid,
    contract,
    attributes: { department: "x", reason: "y", call_sid: "z" },
  };
  expect(messageOf(() => handoffTwiml(taken))).toBe(
    "hand-off TwiML: attributes.department: the agent sends an attribute of this name. Choose another name; " +
      "attributes.reason: the hand-off flow writes an attribute of this name itself. Choose another name; " +
      "attributes.call_sid: Twilio writes an attribute of this name itself. Choose another name",
  );
  vi.stubEnv("TWILIO_FLEX_WORKFLOW_SID", "");
  expect(errorOf(() => handoffTwiml({ payload }))).toMatchObject({ code: "invalid_environment" });
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    '</Task></Enqueue><Hangup/><!-- ]]> --> <![CDATA[ "',
    "&amp;&#65;&lt;&quot;&nbsp;",
    "\u0000\u0001\b\u000b\u001f\u007f\u0085\u2028\ufeff",
    "\ufffe\uffff",
    "\ud800 \udc00",
    "  \t\r\n ",
    "__proto__",
  ),
);

test("any values arrive as they were sent, in one Task", () => {
  const json = fc.oneof(hostile, fc.jsonValue({ maxDepth: 2, stringUnit: "binary" }));
  const attributes = fc.record({
    department: hostile,
    notes: hostile,
    items: fc.array(json, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(hostile, hostile, attributes, hostile, (customer, reason, given, team) => {
      // As transmitted, without -0 and the like.
      const payload = JSON.parse(JSON.stringify(payloadWith({ ...given, reason })));
      const expected = {
        type: "outbound",
        name: customer,
        team,
        ...ids,
        reason,
        ...JSON.parse(JSON.stringify(given)),
      };
      fc.pre(JSON.stringify(expected).replaceAll(/[\ufffe\uffff]/g, "\\uffff").length <= 1_024);

      const { text } = read({ payload, customer, contract, attributes: { team } });

      // As a string, so that order and names such as __proto__ count.
      expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(expected));
    }),
  );
});

test("any payload fits in Flex, with the ids, enumerations and numbers unchanged", () => {
  const long = fc.string({ unit: "binary", maxLength: 3_000 });
  fc.assert(
    fc.property(long, long, long, fc.array(long), (reason, department, notes, items) => {
      const short = { priority: "high", order: 7 };
      const { text, attributes } = read({
        payload: payloadWith({ reason, department, notes, items, ...short }),
        customer: "+12025550143",
        contract,
      });

      expect(text.length).toBeLessThanOrEqual(1_024);
      expect(attributes).toMatchObject({ name: "+12025550143", ...ids, ...short });
    }),
  );
});
