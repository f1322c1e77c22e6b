// What Twilio starts when a message reaches an address (IG…). Conversations v1: form encoded, synchronous.
// An address has at most one, so the address is its natural key: an existing one is adopted.
// Source: twilio/twilio-oai, spec/json/twilio_conversations_v1.json

import * as z from "zod";
import {
  type Address,
  type AutoCreation as AutoCreationRow,
  addresses,
} from "../../account/conversations.ts";
import { present } from "../../client/present.ts";
import { describeSid, sid } from "../../client/sid.ts";
import { fetchAndRemove } from "../../declare/fetchAndRemove.ts";
import { type Changes, defineResource, type Live } from "../../declare/resource.ts";
import { findNewAddressProblems } from "./newAddress.ts";

const autoCreation = z.strictObject({
  enabled: z
    .boolean()
    .optional()
    .describe("Whether a message starts a conversation. A chat address must have it on (45761)."),
  type: z
    .enum(["default", "studio", "webhook"])
    .optional()
    .describe(
      'What a message starts besides the conversation: nothing ("default"), a Studio flow, or a webhook.',
    ),
  conversationServiceSid: sid("IS")
    .optional()
    .describe("Classic service of the conversation. Omit it for the account's default."),
  studioFlowSid: sid("FW").optional().describe('Flow to start, with type "studio".'),
  studioRetryCount: z.number().int().min(0).max(3).optional().describe("How often Twilio retries the flow."),
  webhookUrl: z.url().optional().describe('URL to call, with type "webhook".'),
  webhookMethod: z.enum(["GET", "POST"]).optional().describe("Method of the webhook."),
  webhookFilters: z
    .array(z.string())
    .optional()
    .describe("Events that call the webhook, for instance onMessageAdded."),
});

const inputs = z.strictObject({
  type: z
    .enum(["sms", "whatsapp", "messenger", "gbm", "email", "rcs", "apple", "chat"])
    .describe("Channel of the address. A change replaces the resource."),
  address: z
    .string()
    .min(1)
    .describe(
      "Number in E.164 form, sender (`whatsapp:+15551230100`, `rcs:brand_agent`), or for a chat a name or the key of a Webchat deployment (`CV…`). Unique in the account. A number or sender that the account does not have is refused at preview. A change replaces the resource.",
    ),
  addressCountry: z
    .string()
    .length(2)
    .optional()
    .describe("ISO country of a short code. A change replaces the resource."),
  friendlyName: z.string().max(256).optional().describe("Name in the Console."),
  autoCreation: autoCreation.optional().describe("What an inbound message starts."),
  onDestroy: z
    .enum(["restore", "delete", "keep"])
    .optional()
    .describe(
      'Default: "restore" (its previous settings) if it existed before, "delete" if the stack created it.',
    ),
});

const outputs = z.object({ sid: sid("IG").describe("SID of the address configuration.") });

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;
type AutoCreation = z.infer<typeof autoCreation>;

export const addressConfiguration = defineResource({
  token: "twilio:conversations:AddressConfiguration",
  description:
    "What Twilio starts when a message reaches a number, a WhatsApp sender or a chat address. An existing one for the address is adopted.",
  inputs,
  outputs,
  replaceOn: ["type", "address", "addressCountry"],

  async findByKey(api, { address }) {
    const found = await addresses.fetch(api, address);
    // Twilio accepts the SID in place of the address, which the declared address then does not match.
    if (found?.sid.toLowerCase() === address.toLowerCase())
      throw new Error(`address: ${describeSid(address)}. Its address is ${found.address} (${found.type}).`);
    return found?.sid;
  },

  preflightInsert: findNewAddressProblems,

  async insert(api, inputs) {
    const { type, address, addressCountry } = inputs;
    const form = {
      Type: type,
      Address: address,
      AddressCountry: addressCountry,
      ...changesToForm(inputs, type),
    };
    return fromTwilio(await addresses.create(api, { form }));
  },

  async write(api, { id, inputs }, changes) {
    return fromTwilio(await addresses.update(api, id, { form: changesToForm(changes, inputs.type) }));
  },

  ...fetchAndRemove(addresses, fromTwilio),
});

function changesToForm({ friendlyName, autoCreation }: Changes<Inputs>, type: Inputs["type"] | undefined) {
  // The settings of a new address; chat requires that it is on (45761).
  const plain = { enabled: type === "chat", type: "default", conversationServiceSid: null } as const;
  return {
    FriendlyName: friendlyName === null ? "" : friendlyName,
    ...(autoCreation !== undefined && autoCreationForm(autoCreation ?? plain)),
  };
}

function autoCreationForm({
  enabled,
  type,
  conversationServiceSid,
  studioFlowSid,
  studioRetryCount,
  webhookUrl,
  webhookMethod,
  webhookFilters,
}: Changes<AutoCreation>) {
  return {
    "AutoCreation.Enabled": enabled ?? undefined,
    "AutoCreation.Type": type ?? undefined,
    // The only field that is kept when the type changes, so the only one that must be cleared.
    "AutoCreation.ConversationServiceSid": conversationServiceSid === null ? "" : conversationServiceSid,
    "AutoCreation.StudioFlowSid": studioFlowSid ?? undefined,
    "AutoCreation.StudioRetryCount": studioRetryCount ?? undefined,
    "AutoCreation.WebhookUrl": webhookUrl ?? undefined,
    // In lower case, as the document has it. Source: twilio_conversations_v1.json in @twilio/cli-core 9.0.0
    "AutoCreation.WebhookMethod": webhookMethod?.toLowerCase(),
    "AutoCreation.WebhookFilters": webhookFilters ?? undefined,
  };
}

function fromTwilio({ sid, auto_creation, ...row }: Address): Live<Inputs, Outputs> {
  const found = {
    // As Twilio has it: a type that this provider does not know is reported by check.
    type: row.type as Inputs["type"],
    address: row.address,
    addressCountry: row.address_country,
    friendlyName: row.friendly_name,
  };
  return {
    id: sid,
    inputs: present({ ...found, autoCreation: auto_creation && autoCreationFromTwilio(auto_creation) }),
    outputs: { sid },
  };
}

function autoCreationFromTwilio(found: AutoCreationRow) {
  return present({
    enabled: found.enabled,
    type: found.type as AutoCreation["type"],
    conversationServiceSid: found.conversation_service_sid,
    studioFlowSid: found.studio_flow_sid,
    studioRetryCount: found.studio_retry_count,
    webhookUrl: found.webhook_url,
    webhookMethod: found.webhook_method,
    webhookFilters: found.webhook_filters,
  });
}
