// A Studio flow (FW…). Studio v2: form encoded, synchronous; every write creates a new revision.
// Source: twilio.com/docs/studio/rest-api/v2/flow

import * as z from "zod";
import { type Flow, flows } from "../../account/studio.ts";
import { sid } from "../../client/sid.ts";
import { TwilioError } from "../../client/twilioError.ts";
import { fetchAndRemove } from "../../declare/fetchAndRemove.ts";
import { type Changes, defineResource, type Live, type Problem } from "../../declare/resource.ts";
import { hasUnknown, isUnknownAt, unknownValue } from "../../values/unknown.ts";
import type { FlowDefinitions } from "./flowDefinition.ts";
import { pathByName, pathKeys, valueAt } from "./problemPath.ts";

const inputs = z.strictObject({
  friendlyName: z.string().min(1).optional().describe("Name in the Console. Names need not be unique."),
  status: z
    .enum(["published", "draft"])
    .optional()
    .describe(
      '"published" is what callers get; with "draft" the published revision stays in use. Default "published" for a new flow.',
    ),
  definition: z
    .union([z.record(z.string(), z.unknown()), z.string()])
    .optional()
    .describe(
      "The flow as Studio exports it, as an object or as a JSON string. Stored keyed by widget; positions on the canvas and the order of widgets make no difference.",
    ),
  adopt: sid("FW")
    .optional()
    .describe("SID of an existing flow to adopt. Destroy restores its previous state."),
});

const outputs = z.object({
  sid: sid("FW").describe("SID of the flow."),
  webhookUrl: z
    .string()
    .describe(
      "URL that numbers and addresses request to start the flow, always https. It does not change between revisions.",
    ),
  revision: z.number().int().describe("Number of the newest revision."),
});

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

/** The part of the resource that a program needs; the rest depends on definitions. */
export const flow = {
  token: "twilio:studio:Flow",
  description: "A Studio flow: what happens to a call, a message or a hand-off, widget by widget.",
  inputs,
  outputs,
} as const;

export function flowResource({ checkFlow, toCanonical, fromCanonical }: FlowDefinitions) {
  return defineResource({
    ...flow,
    replaceOn: [],
    requiredToCreate: ["friendlyName", "definition"],
    volatile: ["revision"],
    ignoredPaths: [["definition", "offsets"]],

    canonical: { definition: canonical },

    findProblems({ definition }) {
      if (definition === undefined || definition === unknownValue) return [];
      if (typeof definition === "string") return [{ path: ["definition"], message: "is not valid JSON" }];
      const checked = fromCanonical(definition);
      return checkFlow(checked).flatMap(({ path, message, severity }) => {
        const keys = pathKeys(path);
        // A value that preview does not know yet is not a problem.
        if (isUnknownAt(checked, keys) || hasUnknown(valueAt(checked, keys))) return [];
        return [
          {
            path: ["definition", ...pathByName(definition, checked, keys)],
            message,
            ...(severity === "warning" && { severity }),
          },
        ];
      });
    },

    async preflight(api, { friendlyName = "flow", status = "published", definition }): Promise<Problem[]> {
      if (definition === undefined || hasUnknown(definition)) return [];
      const form = { FriendlyName: friendlyName, Status: status, Definition: toText(definition) };
      try {
        await api.send({ ...flows.at(api, "Validate"), method: "POST", form });
        return [];
      } catch (error) {
        if (!(error instanceof TwilioError) || error.status !== 400) throw error;
        return [{ path: ["definition"], message: `Studio rejects it: ${error.reason}` }];
      }
    },

    async insert(api, { friendlyName, status = "published", definition }) {
      const form = { FriendlyName: friendlyName, Status: status, Definition: toText(definition) };
      return fromTwilio(await flows.create(api, { form }));
    },

    async write(api, live, { friendlyName, status, definition }: Changes<Inputs>) {
      const form = {
        // Status is required on every update; leaving it unchanged means sending the current one.
        Status: status === null ? "published" : (status ?? live.inputs.status ?? "published"),
        FriendlyName: friendlyName ?? undefined,
        Definition: definition ? toText(definition) : undefined,
      };
      // A read just after a write may be stale, so the write's own response is used.
      return fromTwilio(await flows.update(api, live.id, { form }));
    },

    ...fetchAndRemove(flows, fromTwilio),
  });

  function canonical(definition: Record<string, unknown> | string): Record<string, unknown> | string {
    const parsed = typeof definition === "string" ? parse(definition) : definition;
    return parsed === undefined ? definition : (toCanonical(parsed) as Record<string, unknown>);
  }

  function toText(definition: unknown): string {
    return JSON.stringify(fromCanonical(definition));
  }

  function fromTwilio(row: Flow): Live<Inputs, Outputs> {
    const { sid, friendly_name, definition, webhook_url, revision } = row;
    return {
      id: sid,
      inputs: {
        friendlyName: friendly_name,
        // As Twilio has it: a status that this provider does not know is reported by check.
        status: row.status as NonNullable<Inputs["status"]>,
        definition: canonical(definition),
      },
      // Twilio's examples show http here; the flow also responds on https, and a number must not send in plain text.
      outputs: { sid, revision, webhookUrl: webhook_url.replace(/^http:/, "https:") },
    };
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
