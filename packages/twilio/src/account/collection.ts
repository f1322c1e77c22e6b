// One kind of object at Twilio: where it lives and how a row reads. What follows from that is written here once.

import * as z from "zod";
import type { Api, Call, Host, Reply } from "../client/api.ts";
import { type Paging, type Query, readPages, rowsOf } from "../client/paging.ts";

export interface Place<Row, ListRow> {
  host: Host;
  /** Path of the list, without a slash at its end. */
  path: string | ((api: Api) => string);
  /** What the API of 2010 wants after every path. */
  suffix?: ".json";
  /** Array in the response to a list. */
  key: string;
  paging: Paging;
  /** Largest page that the product allows, where it is not 1,000. */
  pageSize?: number;
  /** A row fetched by its id, and of the list where `listRow` says nothing else. */
  row: z.ZodType<Row>;
  /** A row of the list, where it lacks something. */
  listRow?: z.ZodType<ListRow>;
}

type Body = Pick<Call, "form" | "json">;

/** Objects of one kind. Every operation throws a TwilioError when Twilio refuses it. */
export interface Collection<Row, ListRow = Row> {
  /** Host and path of the list, or of one object. For requests that are not below. */
  at(api: Api, id?: string): { host: Host; path: string };
  /** GET of one object. Undefined on 404. */
  fetch(api: Api, id: string): Promise<Row | undefined>;
  /** GET of every row, page by page. None on 404. */
  list(api: Api, filter?: Query): Promise<ListRow[]>;
  /** GET of one page, for what an account may have very many of. None on 404. */
  firstPage(api: Api, query: Query): Promise<ListRow[]>;
  /** POST to the list, for products that respond with the new object. */
  create(api: Api, body: Body): Promise<Row>;
  /** POST to one object, for products that respond with the changed object. */
  update(api: Api, id: string, body: Body): Promise<Row>;
  /** DELETE. Undefined when the object was already gone. */
  remove(api: Api, id: string, headers?: Record<string, string>): Promise<Reply | undefined>;
}

export function collection<Row, ListRow = Row>(place: Place<Row, ListRow>): Collection<Row, ListRow> {
  const { host, suffix = "", key, paging, pageSize, row } = place;
  const listRow = place.listRow ?? (row as unknown as z.ZodType<ListRow>);
  const at = (api: Api, id?: string) => {
    const path = typeof place.path === "string" ? place.path : place.path(api);
    return { host, path: `${path}${id === undefined ? "" : `/${encodeURIComponent(id)}`}${suffix}` };
  };
  const post = async (api: Api, id: string | undefined, body: Body) =>
    row.parse((await api.send({ method: "POST", ...at(api, id), ...body })).body);

  return {
    at,
    fetch: (api, id) => fetchOne(api, at(api, id), row),
    async list(api, filter = {}) {
      const size = pageSize && { [paging === "nextToken" ? "pageSize" : "PageSize"]: pageSize };
      const rows: unknown[] = [];
      for await (const item of readPages(api, { ...at(api), key, paging, query: { ...size, ...filter } })) {
        rows.push(item);
      }
      return z.array(listRow).parse(rows);
    },
    async firstPage(api, query) {
      const place = at(api);
      return z.array(listRow).parse(rowsOf(await api.find({ ...place, query }), { ...place, key }));
    },
    create: (api, body) => post(api, undefined, body),
    update: (api, id, body) => post(api, id, body),
    remove: (api, id, headers) => api.remove({ ...at(api, id), ...(headers && { headers }) }),
  };
}

/** GET of an object that stands alone. Undefined on 404. */
export async function fetchOne<Row>(
  api: Api,
  at: { host: Host; path: string },
  row: z.ZodType<Row>,
): Promise<Row | undefined> {
  const body = await api.find(at);
  return body === undefined ? undefined : row.parse(body);
}
