// Which operation of Twilio's documents a request belongs to.

import { type Document, escaped, type Operation, type Parameter, resolved } from "./openApi.ts";

export interface FoundOperation {
  document: Document;
  /** As documented, for instance `/v2/Flows/{Sid}`. */
  path: string;
  /** Lower case. */
  method: string;
  operation: Operation;
  parameters: Parameter[];
  /** Values of the path's parameters. */
  pathValues: Record<string, string>;
  /** JSON pointer, with the document's name before it. */
  pointer: string;
}

/**
 * Finds the operation of a request, or that the path is documented without this method.
 *
 * @param documents those of the request's host
 * @param path as sent, without query
 */
export function findOperation(
  documents: Document[],
  method: string,
  path: string,
): FoundOperation | undefined {
  for (const document of documents) {
    const candidates = Object.keys(document.openApi.paths)
      .map((template) => ({ template, values: matchPath(template, path) }))
      .filter(({ values }) => values !== undefined)
      // A path without parameters in a segment counts more than one with: /Configuration before /{Sid}.
      .sort((a, b) => Object.keys(a.values ?? {}).length - Object.keys(b.values ?? {}).length);
    for (const { template, values = {} } of candidates) {
      const found = operationAt(document, template, method.toLowerCase(), values);
      if (found) return found;
    }
  }
  return undefined;
}

export function operationAt(
  document: Document,
  path: string,
  method: string,
  pathValues: Record<string, string> = {},
): FoundOperation | undefined {
  const item = document.openApi.paths[path];
  const operation = item?.[method] as Operation | undefined;
  if (!item || !operation) return undefined;
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) =>
    resolved<Parameter>(document, one),
  );
  const pointer = `${document.name}#/paths/${escaped(path)}/${method}`;
  return { document, path, method, operation, parameters, pathValues, pointer };
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const sent = path.split("/");
  if (wanted.length !== sent.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const text = sent[index] ?? "";
    const [, name, ending = ""] = /^\{(.+)\}(\.json)?$/.exec(segment) ?? [];
    if (name === undefined) {
      if (segment !== text) return undefined;
    } else if (!text.endsWith(ending) || text.length === ending.length) return undefined;
    else values[name] = decodeURIComponent(text.slice(0, text.length - ending.length));
  }
  return values;
}
