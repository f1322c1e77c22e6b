// The truth as a table, one row per product.

import type { Truth } from "./run.ts";

export interface ProductRow {
  product: string;
  operations: number;
  forbiddenAccepted: number;
  allowedRefused: number;
  responsesWrong: number;
}

/** The number of disagreements; 0 is the target. */
export function disagreements({
  forbidden,
  allowed,
  responses,
  unusedRefusals,
  unknownRoutes,
}: Truth): number {
  return (
    forbidden.accepted.length +
    allowed.refused.length +
    responses.violations.length +
    unusedRefusals.length +
    unknownRoutes.length
  );
}

export function productRows({ operations, forbidden, allowed, responses }: Truth): ProductRow[] {
  const product = (operation: string) => operation.replace(/^\S+ /, "").split("/").slice(0, 2).join("/");
  const count = (rows: { operation: string }[], name: string) =>
    rows.filter(({ operation }) => product(operation) === name).length;
  const products = [...new Set(operations.map(({ name }) => product(name)))].sort();
  return products.map((name) => ({
    product: name,
    operations: operations.filter((one) => product(one.name) === name).length,
    forbiddenAccepted: count(forbidden.accepted, name),
    allowedRefused: count(allowed.refused, name),
    responsesWrong: count(responses.violations, name),
  }));
}

/** What disagrees, a line each. */
export function describeDisagreements({
  forbidden,
  allowed,
  responses,
  unusedRefusals,
  unknownRoutes,
}: Truth): string[] {
  return [
    ...forbidden.accepted.map(
      ({ operation, variation, status }) => `accepted, but forbidden: ${operation}, ${variation} (${status})`,
    ),
    ...allowed.refused.map(
      ({ operation, variation, status, message }) =>
        `refused, but allowed: ${operation}, ${variation} (${status} ${message})`,
    ),
    ...new Set(
      responses.violations.map(
        ({ operation, at, problem, pointer }) => `response of ${operation}: ${at} ${problem} (${pointer})`,
      ),
    ),
    ...unusedRefusals.map(
      ({ operation, variation }) => `no longer refused, remove the entry: ${operation}, ${variation}`,
    ),
    ...unknownRoutes.map((route) => `not in the documents, or no id for its path: ${route}`),
  ];
}
