// A Conversations (Classic) service (IS…), where chat and messages live that Flex shows.
// Conversations v1: form encoded, answers at once, no update; deleting loses all its conversations.
// Source: twilio/twilio-oai, spec/json/twilio_conversations_v1.json

import * as z from "zod";
import { sid } from "../../client/sid.ts";
import { defineResource, type Live } from "../../declare/resource.ts";

const inputs = z.strictObject({
  friendlyName: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe("Name in the Console. Twilio has no update: a change replaces the resource."),
  adopt: sid("IS").optional().describe("SID of a service to use, for instance Flex's own."),
  onDestroy: z
    .enum(["keep", "delete"])
    .optional()
    .describe('Default "keep": deleting a service removes all its conversations for good.'),
});

const outputs = z.object({ sid: sid("IS").describe("SID of the service.") });

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

const at = { host: "conversations", path: "/v1/Services" } as const;

export const service = defineResource({
  token: "twilio:conversations:Service",
  description: "A Conversations (Classic) service. Flex has one of its own, which is adopted by default.",
  inputs,
  outputs,
  replaceOn: [],
  requiredToCreate: ["friendlyName"],
  keepOnDestroy: true,

  async insert(api, { friendlyName }) {
    return fromTwilio((await api.send({ ...at, method: "POST", form: { FriendlyName: friendlyName } })).body);
  },

  async fetch(api, id) {
    const body = await api.find({ ...at, path: `${at.path}/${encodeURIComponent(id)}` });
    return body === undefined ? undefined : fromTwilio(body);
  },

  async remove(api, id) {
    await api.remove({ ...at, path: `${at.path}/${encodeURIComponent(id)}` });
  },
});

function fromTwilio(body: unknown): Live<Inputs, Outputs> {
  const { sid, friendly_name } = z.object({ sid: z.string(), friendly_name: z.string() }).parse(body);
  return { id: sid, inputs: { friendlyName: friendly_name }, outputs: { sid } };
}
