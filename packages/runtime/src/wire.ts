// How a payload is sent and read: in a WebSocket frame on a call, in a form to Studio in messaging.
// Source: TAC Python 2.5.0 and TypeScript; written byte for byte as by the TypeScript SDK, read from either.

import * as z from "zod";
import { HandoffError } from "./handoffError.ts";
import { type HandoffPayload, handoffPayload } from "./payload.ts";
import { problemsIn, refusal } from "./problems.ts";
import { readJson } from "./readJson.ts";

/**
 * Returns the payload as a JSON string, which a call has as the form field `HandoffData`.
 *
 * @example
 * ```ts
 * import { buildHandoffPayload, handoffData } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 *
 * JSON.parse(handoffData(payload)).attributes; // → { reason: "Wants a refund" }
 * ```
 */
export function handoffData(payload: HandoffPayload): string {
  return JSON.stringify(payload);
}

/**
 * Reads a payload: on a call a JSON string (`trigger.call.HandoffData`), in messaging an object
 * (`flow.data.HandoffData`). Any attributes are accepted; a contract's `parseHandoffData` accepts only its own.
 *
 * @throws HandoffError naming each wrong key, for example "HandoffData: profileId: …"
 *
 * @example
 * ```ts
 * import { buildHandoffPayload, handoffData, parseHandoffData } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 *
 * parseHandoffData(handoffData(payload)).attributes.reason; // → "Wants a refund"
 * ```
 */
export function parseHandoffData(raw: unknown): HandoffPayload {
  return asPayload(typeof raw === "string" ? readJson(raw, "HandoffData") : raw, "HandoffData");
}

/**
 * Returns the frame that ends a ConversationRelay session; Twilio passes its `handoffData` on as the field
 * `HandoffData`.
 *
 * @example
 * ```ts
 * import { buildHandoffPayload, voiceEndFrame } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 *
 * JSON.parse(voiceEndFrame(payload)).type; // → "end"
 * ```
 */
export function voiceEndFrame(payload: HandoffPayload): string {
  return JSON.stringify({ type: "end", handoffData: handoffData(payload) });
}

const endFrame = z.object({ type: z.literal("end"), handoffData: z.string() });

/**
 * Reads the payload of an `end` frame.
 *
 * @throws HandoffError also for a frame of another type, and for an `end` without `handoffData`, which is not a hand-off
 *
 * @example
 * ```ts
 * import { buildHandoffPayload, parseVoiceEndFrame, voiceEndFrame } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 *
 * parseVoiceEndFrame(voiceEndFrame(payload)).attributes.reason; // → "Wants a refund"
 * ```
 */
export function parseVoiceEndFrame(frame: string): HandoffPayload {
  const { data, error } = endFrame.safeParse(readJson(frame, "end frame"));
  if (error) throw refusal("end frame", problemsIn(error));
  return asPayload(readJson(data.handoffData, "end frame: handoffData"), "end frame: handoffData");
}

/**
 * Returns the form field `Parameters` of an execution: a JSON string in which the payload is an object.
 *
 * @example
 * ```ts
 * import { buildHandoffPayload, executionParameters } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 *
 * JSON.parse(executionParameters(payload)).HandoffData.attributes.reason; // → "Wants a refund"
 * ```
 */
export function executionParameters(payload: HandoffPayload): string {
  return JSON.stringify({ HandoffData: payload });
}

const parameters = z.record(z.string(), z.unknown());

/**
 * Reads the payload in the form field `Parameters`. Throws a HandoffError that names what is wrong.
 *
 * @example
 * ```ts
 * import { buildHandoffPayload, executionParameters, parseExecutionParameters } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 *
 * parseExecutionParameters(executionParameters(payload)).attributes.reason; // → "Wants a refund"
 * ```
 */
export function parseExecutionParameters(text: string): HandoffPayload {
  const { data, error } = parameters.safeParse(readJson(text, "Parameters"));
  if (error) throw refusal("Parameters", problemsIn(error));
  return asPayload(data.HandoffData, "Parameters: HandoffData");
}

/** A hand-off of a message or chat. */
export interface HandoffExecution {
  /** Address of the customer: `+15557770002`, `whatsapp:+15557770002`, `rcs:+15557770002`, a chat identity. Empty if unknown. */
  to: string;
  /** Always TAC's phone number, even for WhatsApp, RCS and chat. */
  from: string;
  payload: HandoffPayload;
}

/**
 * Returns the form that starts the flow for a message or chat; POST it to `studioExecutionsUrl`.
 *
 * @example
 * ```ts
 * import { buildHandoffPayload, executionForm } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 * const form = executionForm({ to: "+12025550143", from: "+12025550100", payload });
 *
 * form.get("To"); // → "+12025550143"
 * ```
 */
export function executionForm({ to, from, payload }: HandoffExecution): URLSearchParams {
  return new URLSearchParams({ To: to, From: from, Parameters: executionParameters(payload) });
}

/**
 * Reads the form of an execution, as a string or parsed.
 *
 * @throws HandoffError naming each missing field, and what is wrong with `Parameters`
 *
 * @example
 * ```ts
 * import { buildHandoffPayload, executionForm, parseExecutionForm } from "@tac-handoff/runtime";
 *
 * const payload = buildHandoffPayload({
 *   conversationId: "conv_conversation_00000000000000000000000001",
 *   storeId: "mem_store_00000000000000000000000001",
 *   reason: "Wants a refund",
 * });
 * const form = executionForm({ to: "+12025550143", from: "+12025550100", payload });
 *
 * parseExecutionForm(form).payload.attributes.reason; // → "Wants a refund"
 * ```
 */
export function parseExecutionForm(form: string | URLSearchParams): HandoffExecution {
  const fields = new URLSearchParams(form);
  const missing = ["To", "From", "Parameters"].filter((name) => !fields.has(name));
  if (missing.length > 0) {
    const problems = missing.map((path) => ({ path, message: "missing" }));
    throw new HandoffError(`execution form: ${missing.join(", ")} missing`, {
      code: "invalid_payload",
      problems,
    });
  }
  const [to, from, text] = ["To", "From", "Parameters"].map((name) => fields.get(name) ?? "");
  return { to: to ?? "", from: from ?? "", payload: parseExecutionParameters(text ?? "") };
}

/**
 * Returns the value itself, not zod's copy: attributes keep their order and every name that JSON allows, even
 * `__proto__`.
 */
function asPayload(value: unknown, place: string): HandoffPayload {
  const { error } = handoffPayload.safeParse(value);
  if (error) throw refusal(place, problemsIn(error));
  return value as HandoffPayload;
}
