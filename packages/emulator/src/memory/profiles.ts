// Profiles of customers in a memory store: found and created by phone, with observations, summaries and recall.
// Source: twilio-node 6.3.1 rest/memory/v1 (lookup, profile, recall, observation, conversationSummary);
// TAC Python 2.5.0 context/memory.py

import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { dateTime, newerId, readJson } from "../http/body.ts";
import { timestamp } from "../http/dates.ts";
import { badParameter, requireRow } from "../http/errors.ts";
import { tokenList } from "../http/paging.ts";
import { orderBy, readFilters } from "../http/query.ts";
import { nextId } from "../state/ids.ts";
import type { MemoryStore, Profile } from "../state/memory.ts";
import type { Participant } from "../state/orchestrator.ts";
import type { State } from "../state/state.ts";
import { recall, recallRequest } from "./recall.ts";
import { refuseUntilActive, requireStore } from "./stores.ts";

const content = z.string().min(1).max(4096);

const conversationId = newerId("conv_conversation");

const source = z
  .string()
  .max(100)
  .regex(/^[a-zA-Z0-9 _.-]*$/);

const observations = z.strictObject({
  observations: z
    .array(
      z.strictObject({
        content,
        source: source.min(1),
        occurredAt: dateTime,
        conversationIds: z.array(conversationId).max(10).optional(),
      }),
    )
    .min(1)
    .max(10),
});

const summaries = z.strictObject({
  summaries: z
    .array(
      z.strictObject({
        content,
        conversationId: conversationId,
        occurredAt: dateTime,
        source: source.optional(),
      }),
    )
    .min(1)
    .max(10),
});

const lookup = z.strictObject({ idType: z.string().min(2).max(30), value: z.string().max(255) });

const creation = z.strictObject({ traits: z.record(z.string(), z.record(z.string(), z.unknown())) });

const observationFilters = {
  orderBy: orderBy.optional(),
  source: source.min(1).optional(),
  createdAfter: dateTime.optional(),
  createdBefore: dateTime.optional(),
  conversationId: conversationId.optional(),
};

const profiles = "/memory.twilio.com/v1/Stores/:store/Profiles";

export function profileRoutes(app: Hono, context: Context): void {
  app.post(`${profiles}/Lookup`, async (c) => {
    const store = storeOf(c, context);
    const { idType, value } = await readJson(c, lookup);
    if (idType !== "phone" || !isIdentifier(store)) {
      throw badParameter(`Invalid parameter idType: ${idType} is not an identifier of store ${store.id}`);
    }
    const profile = profileByPhone(context.state, store.id, value);
    return Response.json({ normalizedValue: normalizePhone(value), profiles: profile ? [profile.id] : [] });
  });

  app.post(profiles, async (c) => {
    const store = storeOf(c, context);
    const { traits } = await readJson(c, creation);
    const phone = traits.Contact?.phone;
    if (typeof phone !== "string" || !isIdentifier(store)) {
      throw badParameter(
        `Invalid parameter traits: no trait in it is promoted to an identifier of store ${store.id} (Contact.phone can be)`,
      );
    }
    const profile = profileByPhone(context.state, store.id, phone) ?? newProfile(context, store.id);
    for (const [group, values] of Object.entries(traits)) {
      profile.traits[group] = { ...profile.traits[group], ...values };
    }
    profile.traits.Contact = { ...profile.traits.Contact, phone: normalizePhone(phone) };
    return Response.json({ id: profile.id, message: "Profile creation accepted" }, { status: 202 });
  });

  app.get(`${profiles}/:profile`, (c) => {
    const { id, traits, createdAt } = profileOf(c, context);
    const { traitGroups } = readFilters(c, { traitGroups: z.string().min(1).max(256).optional() });
    const wanted = traitGroups?.split(",");
    const shown = Object.entries(traits).filter(([group]) => wanted === undefined || wanted.includes(group));
    return Response.json({ id, createdAt, traits: Object.fromEntries(shown) });
  });

  app.post(`${profiles}/:profile/Recall`, async (c) => {
    const profile = profileOf(c, context);
    return Response.json(recall(context.state, profile, await readJson(c, recallRequest)));
  });

  app.get(`${profiles}/:profile/Observations`, (c) => {
    const wanted = readFilters(c, observationFilters);
    const found = profileOf(c, context)
      .observations.filter(({ source }) => wanted.source === undefined || source === wanted.source)
      .filter(({ createdAt }) => isBetween(createdAt, wanted.createdAfter, wanted.createdBefore))
      .filter(({ conversationIds }) => includes(conversationIds, wanted.conversationId));
    return tokenList(c, "observations", rows(wanted.orderBy === "ASC" ? found : found.toReversed()));
  });
  app.post(`${profiles}/:profile/Observations`, async (c) => {
    const profile = profileOf(c, context);
    for (const wanted of (await readJson(c, observations)).observations) {
      profile.observations.push({
        id: nextId(context.state, "mem_observation"),
        ...wanted,
        conversationIds: wanted.conversationIds ?? [],
        ...stamps(context),
      });
    }
    return Response.json({ message: "Observations creation accepted" }, { status: 202 });
  });

  app.get(`${profiles}/:profile/ConversationSummaries`, (c) => {
    const { conversationId: wanted } = readFilters(c, { conversationId: conversationId.optional() });
    const found = profileOf(c, context).summaries.filter((row) => includes([row.conversationId], wanted));
    return tokenList(c, "summaries", rows(found));
  });
  app.post(`${profiles}/:profile/ConversationSummaries`, async (c) => {
    const profile = profileOf(c, context);
    for (const wanted of (await readJson(c, summaries)).summaries) {
      profile.summaries.push({
        id: nextId(context.state, "mem_summary"),
        ...wanted,
        source: wanted.source ?? null,
        ...stamps(context),
      });
    }
    return Response.json({ message: "Summaries creation accepted" }, { status: 202 });
  });
}

/** The profile with this phone number, in any notation; undefined if the store has none. */
function profileByPhone(state: State, storeId: string, phone: string): Profile | undefined {
  if (state.memoryStores[storeId]?.phoneIsIdentifier === false) return undefined;
  const wanted = normalizePhone(phone);
  return Object.values(state.profiles).find(
    (row) => row.storeId === storeId && row.traits.Contact?.phone === wanted,
  );
}

/**
 * The profile of a customer who writes or calls, by phone number; undefined if there is none. None is created here:
 * TAC does that when it needs one.
 */
export function knownProfile(
  state: State,
  storeId: string | null,
  { type, addresses }: Participant,
): Profile | undefined {
  const phone = addresses.find(({ channel }) => channel !== "CHAT")?.address;
  if (type !== "CUSTOMER" || phone === undefined) return undefined;
  return profileByPhone(state, storeId ?? "", phone);
}

/**
 * A phone number in E.164, without a prefix such as `whatsapp:`. One without a country code counts as a US number.
 * Source: twilio.com/docs/conversations/memory (identity resolution)
 */
export function normalizePhone(value: string): string {
  const digits = value.replaceAll(/\D/g, "");
  if (value.includes("+")) return `+${digits}`;
  return digits.length === 10 ? `+1${digits}` : `+${digits}`;
}

function newProfile(context: Context, storeId: string): Profile {
  const profile: Profile = {
    id: nextId(context.state, "mem_profile"),
    storeId,
    traits: {},
    observations: [],
    summaries: [],
    createdAt: timestamp(context.now()),
  };
  context.state.profiles[profile.id] = profile;
  return profile;
}

function isIdentifier({ phoneIsIdentifier = true }: MemoryStore): boolean {
  return phoneIsIdentifier;
}

function storeOf(c: HonoContext, context: Context): MemoryStore {
  const store = requireStore(context.state, c.req.param("store") ?? "");
  refuseUntilActive(store, context.now());
  return store;
}

function profileOf(c: HonoContext, context: Context): Profile {
  const { id } = storeOf(c, context);
  const profile = context.state.profiles[c.req.param("profile") ?? ""];
  return requireRow(profile?.storeId === id ? profile : undefined, c.req.path);
}

function isBetween(date: string, after: string | undefined, before: string | undefined): boolean {
  return (after === undefined || date > after) && (before === undefined || date < before);
}

function includes(values: string[], wanted: string | undefined): boolean {
  return wanted === undefined || values.includes(wanted);
}

function rows(memories: { id: string }[]) {
  return memories.map((memory) => ({ id: memory.id, body: () => memory }));
}

function stamps(context: Context) {
  const now = timestamp(context.now());
  return { createdAt: now, updatedAt: now };
}
