// Validates payloads of the real TAC with the payload's JSON Schemas, as an agent in another language would.

import anyPayload from "@tac-handoff/runtime/schema.json" with { type: "json" };
import { expect, test } from "vitest";
import * as z from "zod";
import { contract } from "./testing/contract.ts";

const schemas = {
  any: z.fromJSONSchema(anyPayload as z.core.JSONSchema.JSONSchema),
  own: z.fromJSONSchema(contract.jsonSchema()),
};

/** Returns which of the two schemas accept a payload. */
function accepting(payload: unknown) {
  return Object.entries(schemas).flatMap(([name, schema]) =>
    schema.safeParse(payload).success ? [name] : [],
  );
}

// Recorded from TAC Python 2.5.0: `handoffData` of a call, and `HandoffData` in the Parameters of a message.
const ofCall =
  '{"conversationId":"conv_conversation_01abc","storeId":"mem_store_01abc","profileId":"mem_profile_01abc","attributes":{"department":"support","priority":"normal","reason":"Wants refund – café"}}';
const ofMessage = String.raw`{"conversationId": "conv_conversation_01abc", "storeId": "mem_store_01abc", "profileId": "mem_profile_01abc", "attributes": {"department": "support", "priority": "normal", "reason": "Wants refund \u2013 caf\u00e9"}}`;

test.each([ofCall, ofMessage])("TAC's payload is accepted: %s", (text) => {
  expect(accepting(JSON.parse(text))).toEqual(["any", "own"]);
});

const payload = JSON.parse(ofCall);
const withAttributes = (attributes: object) => ({ ...payload, attributes });

test.each([
  ["an unknown profile", { ...payload, profileId: "" }, ["any", "own"]],
  ["no attribute but the reason", withAttributes({ reason: "" }), ["any", "own"]],
  ["an attribute that is not in the contract", withAttributes({ reason: "r", team: "x" }), ["any"]],
  ["an attribute of a different type", withAttributes({ reason: "r", department: 7 }), ["any"]],
  ["a value that the contract does not list", withAttributes({ reason: "r", priority: "urgent" }), ["any"]],
  ["no reason", withAttributes({ department: "support" }), []],
  ["a profile of null", { ...payload, profileId: null }, []],
  ["no conversation", { ...payload, conversationId: undefined }, []],
])("a payload with %s is accepted by the right schemas", (_, given, expected) => {
  expect(accepting(JSON.parse(JSON.stringify(given)))).toEqual(expected);
});
