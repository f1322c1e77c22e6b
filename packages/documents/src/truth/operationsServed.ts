// The documented operations that the local Twilio serves.

import { type Document, documentedHosts } from "../openApi.ts";
import { type FoundOperation, findOperation } from "../operations.ts";

export interface ServedOperation extends FoundOperation {
  host: string;
  /** Path with existing ids. */
  concretePath: string;
  /** `POST studio.twilio.com/v2/Flows/{Sid}` */
  name: string;
}

/**
 * Finds the operation of each route.
 *
 * @param routes as `POST /studio.twilio.com/v2/Flows/:flow`
 * @param ids existing ids, see openScene
 * @returns the operations, and the routes to which none belongs or for whose paths no ids are known
 */
export function operationsServed(
  routes: string[],
  ids: Record<string, string>,
  documentsOf: (host: string) => Document[],
): { operations: ServedOperation[]; unknown: string[] } {
  const operations: ServedOperation[] = [];
  const unknown: string[] = [];
  for (const route of routes) {
    const [method = "", routed = ""] = route.split(" ");
    const [, host = "", ...segments] = routed.split("/");
    if (!documentedHosts.includes(host)) continue;
    const path = concretePath(host, segments, ids);
    const found = path && findOperation(documentsOf(host), method, path);
    if (found)
      operations.push({ ...found, host, concretePath: path, name: `${method} ${host}${found.path}` });
    else unknown.push(route);
  }
  return { operations, unknown };
}

function concretePath(host: string, segments: string[], ids: Record<string, string>): string | undefined {
  const filled: string[] = [];
  for (const [index, segment] of segments.entries()) {
    if (!segment.startsWith(":")) {
      filled.push(segment);
      continue;
    }
    const general = [host, ...segments.map((one) => (one.startsWith(":") ? "*" : one))];
    const before = general.slice(0, index + 1).join("/");
    // What follows counts more: a country with mobile numbers for the list of those.
    const around = general.slice(0, index + 3).join("/");
    const [, id] =
      Object.entries(ids)
        .filter(([key]) => before.endsWith(key) || (key.includes("/*/") && around.endsWith(key)))
        .sort(([a], [b]) => b.length - a.length)[0] ?? [];
    if (!id) return undefined;
    filled.push(id);
  }
  return `/${filled.join("/")}${host === "api.twilio.com" ? ".json" : ""}`;
}
