// A Conversations (Classic) service (IS…), with the chats and messages that Flex shows.
// Conversations v1: form encoded, synchronous, no update; deleting it deletes all its conversations.
// Source: twilio/twilio-oai, spec/json/twilio_conversations_v1.json

import * as z from "zod";
import { type ClassicService, classicServices } from "../../account/conversations.ts";
import { sid } from "../../client/sid.ts";
import { fetchAndRemove } from "../../declare/fetchAndRemove.ts";
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
    .describe('Default "keep": deleting a service deletes all its conversations permanently.'),
});

const outputs = z.object({ sid: sid("IS").describe("SID of the service.") });

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

export const service = defineResource({
  token: "twilio:conversations:Service",
  description:
    "A Conversations (Classic) service. Flex has one of its own, which the hand-off adopts by default.",
  inputs,
  outputs,
  replaceOn: [],
  requiredToCreate: ["friendlyName"],
  keepOnDestroy: true,

  async insert(api, { friendlyName }) {
    return fromTwilio(await classicServices.create(api, { form: { FriendlyName: friendlyName } }));
  },

  ...fetchAndRemove(classicServices, fromTwilio),
});

function fromTwilio({ sid, friendly_name }: ClassicService): Live<Inputs, Outputs> {
  return { id: sid, inputs: { friendlyName: friendly_name }, outputs: { sid } };
}
