// A hand-off that is too long for Flex: what is long is cut, and routing keeps its attributes.

import { defineAttributes, type HandoffPayload } from "@tac-handoff/runtime";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { agentHandoff } from "./agent-handoff.ts";
import { call, caller, message, options, payload, session } from "./testing/handoffRuns.ts";

const team = { team: "support", site: "Berlin" };
const contract = defineAttributes(
  z.object({
    department: z.string().max(40).optional(),
    priority: z.enum(["low", "normal", "high"]).optional(),
    note: z.string().optional(),
    order: z.number().optional(),
    items: z.array(z.string()).optional(),
  }),
);
const flow = agentHandoff({ ...options, contract, attributes: team });
const ids = { ...session, profileId: "mem_profile_01abc" };
const routing = { department: "billing", priority: "high" };

/** The attributes of both tasks of a payload, without those that are always there. */
async function tasksOf(attributes: Record<string, unknown>) {
  const sent = { ...ids, attributes };
  const ofCall = await call({ SessionStatus: "ended", HandoffData: JSON.stringify(sent) }, flow);
  const ofMessage = await message({ HandoffData: sent }, flow);
  const rest = [ofCall, ofMessage].map(({ tasks }) => {
    expect(tasks).toHaveLength(1);
    const found = tasks[0]?.attributes ?? {};
    expect(JSON.stringify(found).length).toBeLessThanOrEqual(1_024);
    expect(found).toMatchObject({ ...ids, ...team });
    return found;
  });
  expect(rest[0]).toMatchObject(caller);
  return { ofCall: rest[0] ?? {}, ofMessage: rest[1] ?? {}, paths: [ofCall.path, ofMessage.path] };
}

test.each([820, 850, 2_000, 15_000])(
  "a reason of %i characters is cut, and all attributes arrive",
  async (length) => {
    const reason = "The customer waits for a refund. ".repeat(1_000).slice(0, length);
    const { ofCall, ofMessage, paths } = await tasksOf({ ...routing, note: "VIP", order: 1234, reason });

    for (const task of [ofCall, ofMessage]) {
      expect(task).toMatchObject({ ...routing, note: "VIP", order: 1234 });
      expect(String(task.reason)).toMatch(/….{0}$/);
      expect(reason.startsWith(String(task.reason).slice(0, -1))).toBe(true);
      expect(String(task.reason).length).toBeGreaterThan(500);
    }
    expect(paths.map((path) => path.at(-1))).toEqual([
      "send_short_call_to_flex",
      "send_short_conversation_to_flex",
    ]);
  },
);

test("a long attribute is cut before a reason that is short", async () => {
  const note = "n".repeat(900);
  const { ofCall } = await tasksOf({ ...routing, note, reason: "Wants a refund" });

  expect(ofCall).toMatchObject({ ...routing, reason: "Wants a refund" });
  expect(ofCall.note).toMatch(/^n{400,}…$/);
});

test("if both are long, the reason keeps 160 characters and the attribute the rest", async () => {
  const { ofCall } = await tasksOf({ ...routing, note: "n".repeat(900), reason: "r".repeat(900) });

  expect(ofCall).toMatchObject(routing);
  expect(ofCall.reason).toBe(`${"r".repeat(157)}…`);
  expect(ofCall.note).toMatch(/^n{300,}…$/);
});

test("if several are long, each gets its share of the room, and short ones stay", async () => {
  const department = "d".repeat(900);
  const { ofMessage } = await tasksOf({
    ...routing,
    department,
    note: "n".repeat(900),
    reason: "r".repeat(900),
  });

  expect(ofMessage).toMatchObject({ priority: "high" });
  expect(ofMessage.department).toMatch(/^d{100,}…$/);
  expect(ofMessage.note).toMatch(/^n{100,}…$/);
});

test("a list that is too long is left out, since it cannot be cut", async () => {
  const { ofCall } = await tasksOf({ ...routing, items: Array(200).fill("item"), reason: "r" });

  expect(ofCall).toMatchObject({ ...routing, reason: "r" });
  expect(ofCall).not.toHaveProperty("items");
});

test.each([
  ["quotation marks", '"'.repeat(900)],
  ["control characters", "\u0001".repeat(900)],
  ["line breaks", "a\n".repeat(500)],
  ["emoji", "😀".repeat(500)],
])("escapes count: a reason of %s is cut further, and all attributes arrive", async (_, reason) => {
  const { ofCall, ofMessage } = await tasksOf({ ...routing, reason });

  for (const task of [ofCall, ofMessage]) {
    expect(task).toMatchObject(routing);
    expect(String(task.reason)).toMatch(/…$/);
  }
});

test("any long payload of the contract keeps its ids, and the attributes by which workflows route", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 1_500 }),
    fc.string({ unit: "grapheme", maxLength: 30 }),
  );
  const attributes = fc.record({
    priority: fc.constantFrom("low", "normal", "high"),
    department: text,
    note: text,
    order: fc.double({ noNaN: true, noDefaultInfinity: true }),
    items: fc.array(text, { maxLength: 20 }),
    reason: text,
  });
  await fc.assert(
    fc.asyncProperty(attributes, async (given) => {
      const { ofCall, ofMessage } = await tasksOf(JSON.parse(JSON.stringify(given)));
      for (const task of [ofCall, ofMessage])
        expect(task).toMatchObject({ priority: given.priority, order: given.order + 0 });
    }),
    { numRuns: 60 },
  );
});

describe("the last attempt, if Flex refuses the short form as well", () => {
  test("has the ids and the attributes of limited length", async () => {
    let attempts = 0;
    const refuseTwice = () => {
      attempts += 1;
      if (attempts < 3) throw new Error("refused");
      return { sid: `WT${"1".repeat(32)}` };
    };
    const sent: HandoffPayload = { ...payload, attributes: { ...routing, order: 5, note: "n", reason: "r" } };

    const { tasks, path } = await call({ HandoffData: JSON.stringify(sent) }, flow, { flex: refuseTwice });

    expect(path.at(-1)).toBe("send_call_briefly");
    expect(tasks.at(-1)?.attributes).toEqual({
      ...caller,
      ...team,
      ...session,
      profileId: "",
      reason: "(The agent's attributes were too long for Flex.)",
      priority: "high",
      order: 5,
    });
  });
});
