// A memory store: profiles and summaries of customers (mem_store_…).
// Memory v1: JSON, 202 and an operation, then ACTIVE; names are unique in the account; deleting loses the profiles.
// Source: twilio-node 6.2.0, rest/memory/v1; twilio.com/docs/api/memory/v1/Store

import * as z from "zod";
import type { Api } from "../../client/api.ts";
import { operationDone } from "../../client/operation.ts";
import { pagesByToken } from "../../client/paging.ts";
import { present } from "../../client/present.ts";
import { id as storeId } from "../../client/sid.ts";
import { until } from "../../client/wait.ts";
import { defineResource, type Live, type Problem } from "../../declare/resource.ts";
import { unknownValue } from "../../values/unknown.ts";

const inputs = z.strictObject({
  displayName: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, "expected 1 to 64 letters, digits and -")
    .optional()
    .describe("Name, unique in the account."),
  description: z.string().min(1).max(128).optional().describe("Text for people."),
  adopt: storeId("mem_store", "mem_service").optional().describe("Id of a store to take over."),
  onDestroy: z
    .enum(["keep", "delete"])
    .optional()
    .describe(
      'Default "keep": deleting a store removes the profiles of customers for good. An adopted store is put back as it was.',
    ),
});

const outputs = z.object({ storeId: z.string().describe("Id of the store.") });

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

const at = { host: "memory", path: "/v1/ControlPlane/Stores" } as const;

export const store = defineResource({
  token: "twilio:memory:Store",
  description: "A memory store: what the Orchestrator and operators remember of customers.",
  inputs,
  outputs,
  replaceOn: [],
  requiredToCreate: ["displayName"],
  keepOnDestroy: true,

  async preflight(api, { displayName }, id): Promise<Problem[]> {
    if (!displayName || displayName === unknownValue || id) return [];
    const taken = await findByName(api, displayName);
    if (!taken) return [];
    return [
      {
        path: ["displayName"],
        message: `the account has a store "${displayName}" already, ${taken}. Adopt it (adopt: "${taken}") or choose another name.`,
      },
    ];
  },

  async insert(api, { displayName = "", description }) {
    const accepted = await api.send({
      ...at,
      method: "POST",
      json: { displayName, ...(description && { description }) },
    });
    const id = (await operationDone(api, "memory", accepted)) ?? (await findByName(api, displayName));
    return active(api, id ?? "");
  },

  async fetch(api, id) {
    const body = await api.find({ ...at, path: `${at.path}/${encodeURIComponent(id)}` });
    return body === undefined ? undefined : fromTwilio(body);
  },

  async write(api, { id }, { displayName, description }) {
    const json = present({ displayName, description });
    const path = `${at.path}/${encodeURIComponent(id)}`;
    await operationDone(api, "memory", await api.send({ ...at, method: "PATCH", path, json }));
    return active(api, id);
  },

  async remove(api, id) {
    const accepted = await api.remove({ ...at, path: `${at.path}/${encodeURIComponent(id)}` });
    if (accepted) await operationDone(api, "memory", accepted);
  },
});

/** A store that is not ACTIVE yet refuses its users (520042), also after its operation has completed. */
async function active(api: Api, id: string): Promise<Live<Inputs, Outputs>> {
  return until(api, `memory store ${id} is not active`, async () => {
    const body = answer.safeParse(
      await api.find({ ...at, path: `${at.path}/${encodeURIComponent(id)}` }),
    ).data;
    if (body?.status === "FAILED")
      throw new Error(
        `Twilio could not provision memory store ${id}. Delete it in the Console and run again.`,
      );
    return body?.status === "ACTIVE" ? fromTwilio(body) : undefined;
  });
}

/** The list holds ids only, so each store is read; an account has 15 at most (520044). */
async function findByName(api: Api, displayName: string): Promise<string | undefined> {
  for await (const id of pagesByToken(api, { ...at, key: "stores", query: { pageSize: 100 } })) {
    const body = answer.safeParse(await api.find({ ...at, path: `${at.path}/${id}` })).data;
    if (body?.displayName === displayName) return body.id;
  }
  return undefined;
}

const answer = z.object({
  id: z.string(),
  displayName: z.string(),
  description: z.string().nullish(),
  status: z.string().nullish(),
});

function fromTwilio(body: unknown): Live<Inputs, Outputs> {
  const { id, displayName, description } = answer.parse(body);
  return { id, inputs: present({ displayName, description }), outputs: { storeId: id } };
}
