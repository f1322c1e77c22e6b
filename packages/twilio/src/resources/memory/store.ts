// A memory store: profiles and summaries of customers (mem_store_…).
// Memory v1: JSON, 202 and an operation, then ACTIVE; names are unique in the account; deleting it deletes the profiles.
// Source: twilio-node 6.3.1, rest/memory/v1; twilio.com/docs/api/memory/v1/Store

import * as z from "zod";
import { listMemoryStores, type MemoryStore, memoryStores } from "../../account/memory.ts";
import { operationDone } from "../../account/operation.ts";
import type { Api } from "../../client/api.ts";
import { present } from "../../client/present.ts";
import { id as storeId } from "../../client/sid.ts";
import { until } from "../../client/wait.ts";
import { fetchAndRemove } from "../../declare/fetchAndRemove.ts";
import { defineResource, type Live, type Problem } from "../../declare/resource.ts";
import { unknownValue } from "../../values/unknown.ts";

const inputs = z.strictObject({
  displayName: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, "expected 1 to 64 letters, digits and -")
    .optional()
    .describe("Name, unique in the account."),
  description: z.string().min(1).max(128).optional().describe("Description for the Console."),
  adopt: storeId("mem_store", "mem_service").optional().describe("ID of an existing store to adopt."),
  onDestroy: z
    .enum(["keep", "delete"])
    .optional()
    .describe(
      'Default "keep": deleting a store deletes the profiles of customers permanently. An adopted store gets its previous settings back.',
    ),
});

const outputs = z.object({ storeId: z.string().describe("ID of the store.") });

type Inputs = z.infer<typeof inputs>;
type Outputs = z.infer<typeof outputs>;

export const store = defineResource({
  token: "twilio:memory:Store",
  description: "A memory store: what the Orchestrator and operators remember about customers.",
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
        message: `the account already has a store "${displayName}", ${taken}. Adopt it (adopt: "${taken}") or choose another name.`,
      },
    ];
  },

  async insert(api, { displayName = "", description }) {
    const json = { displayName, ...(description && { description }) };
    const accepted = await api.send({ ...memoryStores.at(api), method: "POST", json });
    const id = (await operationDone(api, "memory", accepted)) ?? (await findByName(api, displayName));
    return active(api, id ?? "");
  },

  async write(api, { id }, { displayName, description }) {
    const json = present({ displayName, description });
    const accepted = await api.send({ ...memoryStores.at(api, id), method: "PATCH", json });
    await operationDone(api, "memory", accepted);
    return active(api, id);
  },

  ...fetchAndRemove(memoryStores, fromTwilio),

  async remove(api, id) {
    const accepted = await memoryStores.remove(api, id);
    if (accepted) await operationDone(api, "memory", accepted);
  },
});

/** A store that is not ACTIVE yet cannot be used (520042), even after its operation has completed. */
async function active(api: Api, id: string): Promise<Live<Inputs, Outputs>> {
  return until(api, `memory store ${id} is not active`, async () => {
    const row = await memoryStores.fetch(api, id);
    if (row?.status === "FAILED")
      throw new Error(
        `Twilio could not provision memory store ${id}. Delete it in the Console and run again.`,
      );
    return row?.status === "ACTIVE" ? fromTwilio(row) : undefined;
  });
}

async function findByName(api: Api, displayName: string): Promise<string | undefined> {
  const stores = await listMemoryStores(api);
  return stores.find((row) => row.displayName === displayName)?.id;
}

function fromTwilio({ id, displayName, description }: MemoryStore): Live<Inputs, Outputs> {
  return { id, inputs: present({ displayName, description }), outputs: { storeId: id } };
}
