// Address configurations (Conversations v1): what a message to an address starts.
// Source: twilio/twilio-oai, spec/json/twilio_conversations_v1.json; twilio.com/docs/api/errors/45761

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { formBoolean, formInteger, readForm, repeated, sid, webUrl } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, Refusal, requireRow } from "../http/errors.ts";
import { classicList } from "../http/paging.ts";
import { readFilters } from "../http/query.ts";
import { type AddressConfiguration, type AutoCreation, addressType } from "../state/classic.ts";
import { nextSid } from "../state/ids.ts";
import type { State } from "../state/state.ts";

const filter = z.enum([
  "onMessageAdded",
  "onMessageUpdated",
  "onMessageRemoved",
  "onConversationUpdated",
  "onConversationStateUpdated",
  "onConversationRemoved",
  "onParticipantAdded",
  "onParticipantUpdated",
  "onParticipantRemoved",
  "onDeliveryUpdated",
]);

const update = z.strictObject({
  FriendlyName: z.string().max(256).optional(),
  "AutoCreation.Enabled": formBoolean.optional(),
  "AutoCreation.Type": z.enum(["webhook", "studio", "default"]).optional(),
  // '' goes back to the account's default service.
  "AutoCreation.ConversationServiceSid": z.union([z.literal(""), sid("IS")]).optional(),
  "AutoCreation.WebhookUrl": webUrl.optional(),
  "AutoCreation.WebhookMethod": z
    .string()
    .regex(/^(get|post)$/i)
    .optional(),
  "AutoCreation.WebhookFilters": repeated.pipe(z.array(filter)).optional(),
  "AutoCreation.StudioFlowSid": sid("FW").optional(),
  "AutoCreation.StudioRetryCount": formInteger.pipe(z.number().max(3)).optional(),
});

const creation = update.extend({
  Type: addressType,
  Address: z.string().min(1),
  AddressCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
});

/** The format of a channel's addresses. Only the channels that a hand-off uses are checked. */
const addressForms: Partial<Record<AddressConfiguration["type"], RegExp>> = {
  sms: /^(\+[1-9]\d{6,14}|\d{3,8})$/,
  whatsapp: /^whatsapp:\+[1-9]\d{6,14}$/,
  rcs: /^rcs:.+/,
};

export function addressRoutes(app: Hono, context: Context): void {
  app.post("/conversations.twilio.com/v1/Configuration/Addresses", async (c) => {
    const form = await readForm(c, creation);
    if (addressForms[form.Type]?.test(form.Address) === false) {
      throw badParameter(`Invalid parameter Address: ${form.Address} is not an address of type ${form.Type}`);
    }
    if (!isOwned(context.state, form.Type, form.Address)) {
      throw badParameter(`Invalid parameter Address: ${form.Address} does not belong to this account`);
    }
    const taken = Object.values(context.state.addressConfigurations).find(
      ({ address }) => address === form.Address,
    );
    if (taken) {
      // Twilio documents that a second one fails, but not the code; this one is ours.
      const message = `Address ${form.Address} already has configuration ${taken.sid}`;
      throw new Refusal({ status: 409, code: 50438, message });
    }
    const none: AutoCreation = { enabled: false, type: "default", conversation_service_sid: null };
    const now = timestamp(context.now());
    const row: AddressConfiguration = {
      sid: nextSid(context.state, "IG"),
      type: form.Type,
      address: form.Address,
      address_country: form.AddressCountry ?? null,
      friendly_name: form.FriendlyName ?? "",
      auto_creation: autoCreation(context.state, form.Type, none, form),
      date_created: now,
      date_updated: now,
    };
    context.state.addressConfigurations[row.sid] = row;
    return Response.json(render(context.state, row), { status: 201 });
  });

  app.get("/conversations.twilio.com/v1/Configuration/Addresses", (c) => {
    const { Type: type } = readFilters(c, { Type: z.string().optional() });
    const rows = Object.values(context.state.addressConfigurations)
      .filter((row) => type === undefined || row.type === type)
      .map((row) => ({ id: row.sid, body: () => render(context.state, row) }));
    return classicList(c, "address_configurations", rows, { maximum: 50 });
  });

  app.get("/conversations.twilio.com/v1/Configuration/Addresses/:key", (c) =>
    Response.json(render(context.state, configurationOf(c, context))),
  );

  app.post("/conversations.twilio.com/v1/Configuration/Addresses/:key", async (c) => {
    const row = configurationOf(c, context);
    const form = await readForm(c, update);
    row.auto_creation = autoCreation(context.state, row.type, row.auto_creation, form);
    row.friendly_name = form.FriendlyName ?? row.friendly_name;
    row.date_updated = timestamp(context.now());
    return Response.json(render(context.state, row));
  });

  app.delete("/conversations.twilio.com/v1/Configuration/Addresses/:key", (c) => {
    delete context.state.addressConfigurations[configurationOf(c, context).sid];
    return new Response(null, { status: 204 });
  });
}

/**
 * Whether the address belongs to the account: one of its numbers, or a sender of another channel. In a web chat it is a free
 * name or the key of a deployment (`CV…`). Source: twilio.com/docs/conversations/api/address-configuration-resource
 */
function isOwned(
  { phoneNumbers, senders }: State,
  type: AddressConfiguration["type"],
  address: string,
): boolean {
  if (type === "chat" || senders[address]) return true;
  return type === "sms" && Object.values(phoneNumbers).some(({ phone_number }) => phone_number === address);
}

/** By SID or by the address itself. */
function configurationOf(c: HonoContext, { state }: Context): AddressConfiguration {
  const key = c.req.param("key") ?? "";
  const row =
    state.addressConfigurations[key] ??
    Object.values(state.addressConfigurations).find(({ address }) => address === key);
  return requireRow(row, c.req.path);
}

/** Merges the parameters into the current auto-creation. Keys of another type are removed (our interpretation). */
function autoCreation(
  state: State,
  addressType: AddressConfiguration["type"],
  present: AutoCreation,
  form: z.infer<typeof update>,
): AutoCreation {
  const type = form["AutoCreation.Type"] ?? present.type;
  const enabled = form["AutoCreation.Enabled"] ?? present.enabled;
  const service = form["AutoCreation.ConversationServiceSid"] ?? present.conversation_service_sid;
  if (addressType === "chat" && !enabled) {
    throw new Refusal({
      status: 400,
      code: 45761,
      message: "Webchat address configuration must have auto creation enabled",
    });
  }
  if (service && !state.classicServices[service]) {
    throw badParameter(`Invalid parameter AutoCreation.ConversationServiceSid: ${service} does not exist`);
  }
  const base = { enabled, type, conversation_service_sid: service || null };
  if (type === "studio") return { ...base, ...studioSettings(state, present, form) };
  if (type === "webhook") return { ...base, ...webhookSettings(present, form) };
  return base;
}

function studioSettings(state: State, present: AutoCreation, form: z.infer<typeof update>) {
  const flowSid = form["AutoCreation.StudioFlowSid"] ?? present.studio_flow_sid;
  if (flowSid === undefined)
    throw badParameter("Missing required parameter AutoCreation.StudioFlowSid in the post body");
  if (!state.flows[flowSid]) {
    throw badParameter(`Invalid parameter AutoCreation.StudioFlowSid: ${flowSid} does not exist`);
  }
  return {
    studio_flow_sid: flowSid,
    studio_retry_count: form["AutoCreation.StudioRetryCount"] ?? present.studio_retry_count ?? 0,
  };
}

function webhookSettings(present: AutoCreation, form: z.infer<typeof update>) {
  const url = form["AutoCreation.WebhookUrl"] ?? present.webhook_url;
  if (url === undefined)
    throw badParameter("Missing required parameter AutoCreation.WebhookUrl in the post body");
  return {
    webhook_url: url,
    webhook_method: (form["AutoCreation.WebhookMethod"] ?? present.webhook_method ?? "POST").toUpperCase(),
    webhook_filters: form["AutoCreation.WebhookFilters"] ?? present.webhook_filters ?? [],
  };
}

function render(state: State, row: AddressConfiguration) {
  return {
    ...row,
    account_sid: state.account.sid,
    url: `https://conversations.twilio.com/v1/Configuration/Addresses/${row.sid}`,
  };
}
