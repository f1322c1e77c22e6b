// The check of a flow definition by POST /v2/Flows/Validate, create and update.
// Source: twilio.com/docs/api/errors/81022; public clients that read its details, for instance outboundani/twilio-mcp

import { checkFlow, type FlowIssue } from "@tac-handoff/studio";
import { Refusal } from "../http/errors.ts";

export interface DefinitionError {
  message: string;
  /** For instance `#/states/3/transitions/0/next`. */
  property_path: string;
}

/**
 * Problems that Twilio's check is known to report. Unknown properties, Liquid, conditions of a split and the JSON inside
 * attributes pass it, so they pass here: such a flow is saved, and fails when it runs.
 */
const reportedByTwilio = new Set<FlowIssue["code"]>([
  "wrong_type",
  "missing",
  "wrong_value",
  "duplicate_name",
  "trigger_count",
  "initial_state",
  "unknown_event",
  "unknown_target",
  "rest_only",
]);

/** Twilio's own messages, as far as they are known. */
const wordings: Partial<Record<FlowIssue["code"], string>> = {
  unknown_target: "must match a widget name",
  initial_state: "must match a widget name",
  missing: "is missing but it is required",
};

/**
 * Returns the definition if it is valid.
 *
 * @throws Refusal (400 / 81022) with every error in it
 */
export function validateDefinition(definition: unknown): unknown {
  const errors = checkFlow(definition)
    .filter(({ code, severity }) => severity === "error" && reportedByTwilio.has(code))
    .map(
      ({ code, path, message }): DefinitionError => ({
        message: wordings[code] ?? message,
        property_path: jsonPointer(path),
      }),
    );
  if (errors.length === 0) return definition;
  throw new Refusal({
    status: 400,
    code: 81022,
    message: "Flow definition validation failed, check `details` for more information",
    details: { errors, warnings: [] },
  });
}

/** `states[3].properties["a/b"]` becomes `#/states/3/properties/a~1b`. */
export function jsonPointer(path: string): string {
  const keys = [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([A-Za-z_$][\w$]*)/g)].map(
    ([, index, quoted, name]) => index ?? (quoted === undefined ? name : String(JSON.parse(quoted))),
  );
  return `#${keys.map((key = "") => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")}`;
}
