// The task's attributes: every attribute of the contract under its own name, within Flex's limit.

import { buildHandoffPayload, defineAttributes } from "@tac-handoff/runtime";
import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { agentHandoff } from "./agent-handoff.ts";
import { wide } from "./testing/contract.ts";
import { call, caller, handedOff, message, options, payload, variants } from "./testing/handoffRuns.ts";

const team = { team: "t".repeat(wide.teamCharacters - '"team":""'.length) };
/** As long as the room reserved for a caller allows. */
const From = `sip:${"c".repeat(64)}`;
const full = agentHandoff({ ...options, contract: wide, attributes: team });

test("every attribute keeps its type, whatever its value, if the payload builder accepts it", async () => {
  const wild = fc.string({ unit: "binary" });
  const attributes = fc.record(
    { note: wild, order: fc.integer(), isUrgent: fc.boolean(), items: fc.array(wild, { maxLength: 3 }) },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(attributes, fc.string({ unit: "grapheme", maxLength: 1_000 }), async (given, said) => {
      const built = buildHandoffPayload({
        ...{ conversationId: `conv_conversation_${"0".repeat(26)}`, storeId: "mem_store_1" },
        contract: wide,
        attributes: given,
        reason: said,
        longReason: "cut",
      });
      const { path, tasks } = await call({ From, HandoffData: JSON.stringify(built) }, full);

      expect(path.at(-1)).toBe("send_call_to_flex");
      const { attributes: own, ...ids } = built;
      expect(tasks[0]?.attributes).toEqual({ type: "inbound", name: From, ...team, ...ids, ...own });
    }),
  );
});

test("they can fill Flex's 1,024 characters completely", async () => {
  const build = (length: number) =>
    buildHandoffPayload({
      ...{ conversationId: "c".repeat(44), storeId: "m".repeat(38), profileId: "m".repeat(38) },
      contract: wide,
      reason: "r".repeat(length),
    });
  const { path, tasks } = await call({ From, HandoffData: JSON.stringify(build(wide.budget)) }, full);

  expect(path.at(-1)).toBe("send_call_to_flex");
  expect(JSON.stringify(tasks[0]?.attributes)).toHaveLength(1_024);
  expect(() => build(wide.budget + 1)).toThrow("hand-off payload: 1 characters too many for Flex");
});

test("they lack attributes that the agent omitted, sent as null, or sent under a name that is not in the contract", async () => {
  const unvalidated = {
    ...payload,
    attributes: { reason: "r", priority: null, type: "outbound", team: "mine", notes: "n".repeat(5_000) },
  };

  const { tasks } = await call({ HandoffData: JSON.stringify(unvalidated) });

  const { department: _, ...rest } = handedOff;
  expect(tasks[0]?.attributes).toEqual({ ...caller, ...rest, reason: "r" });
});

test("the team's attributes are added on calls and messages, with their own types", async () => {
  const { attributes: given, ...others } = variants["attributes of the team"];
  const flow = agentHandoff({ ...others, attributes: given });

  const ofCall = await call({ HandoffData: JSON.stringify(payload) }, flow);
  const ofMessage = await message({ HandoffData: payload }, flow);

  expect(ofCall.tasks[0]?.attributes).toEqual({ ...caller, ...given, ...handedOff });
  expect(ofMessage.tasks[0]?.attributes).toEqual({ ...given, ...handedOff });
});

test("they can have any name that a contract accepts, including Liquid keywords", async () => {
  const plain = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);
  const ofLiquid = fc.constantFrom("nil", "true", "blank", "empty", "contains", "and", "forloop", "h", "a");
  const names = fc.oneof(plain, ofLiquid).filter(isFit);
  await fc.assert(
    fc.asyncProperty(names, async (name) => {
      const own = agentHandoff({ ...options, contract: defineAttributes(z.object({ [name]: z.any() })) });
      const one = { ...payload, attributes: { reason: "r", [name]: "found" } };
      const none = { ...payload, attributes: { reason: "r" } };

      const named = await call({ HandoffData: JSON.stringify(one) }, own);
      const without = await call({ HandoffData: JSON.stringify(none) }, own);

      expect(named.tasks[0]?.attributes[name]).toBe("found");
      expect(without.tasks[0]?.attributes).not.toHaveProperty(name);
    }),
  );
});

/** Whether a contract accepts an attribute of this name. */
function isFit(name: string): boolean {
  try {
    return defineAttributes(z.object({ [name]: z.any() })) !== undefined;
  } catch {
    return false;
  }
}
