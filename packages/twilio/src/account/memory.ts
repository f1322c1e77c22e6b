// Conversation Memory: stores (mem_store_…). Source: twilio_memory_v1.json in @twilio/cli-core 9.0.0

import * as z from "zod";
import type { Api } from "../client/api.ts";
import { collection } from "./collection.ts";
import { optionalText, text, upperCase } from "./fields.ts";

const store = z.object({
  id: text,
  displayName: optionalText,
  description: optionalText,
  status: upperCase.nullish(),
});
export type MemoryStore = z.infer<typeof store>;

export const memoryStores = collection({
  host: "memory",
  path: "/v1/ControlPlane/Stores",
  key: "stores",
  paging: "nextToken",
  pageSize: 100,
  row: store,
  listRow: text,
});

/** The list has ids only, so each store costs a request of its own; an account has at most 15 (520044). */
export async function listMemoryStores(api: Api): Promise<MemoryStore[]> {
  const ids = await memoryStores.list(api);
  const stores = await Promise.all(ids.map((id) => memoryStores.fetch(api, id)));
  return stores.filter((store) => store !== undefined);
}
