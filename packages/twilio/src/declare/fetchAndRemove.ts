// The operations of a resource that follow from where its objects live.

import type { Collection } from "../account/collection.ts";
import type { Api } from "../client/api.ts";

/** `fetch` and `remove` for objects that Twilio deletes at once. */
export function fetchAndRemove<Row, Live>(
  objects: Pick<Collection<Row>, "fetch" | "remove">,
  toLive: (row: Row) => Live,
) {
  return {
    async fetch(api: Api, id: string): Promise<Live | undefined> {
      const row = await objects.fetch(api, id);
      return row && toLive(row);
    },
    async remove(api: Api, id: string): Promise<void> {
      await objects.remove(api, id);
    },
  };
}
