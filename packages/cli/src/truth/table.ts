// What `npm run truth` prints.

import { describeDisagreements, productRows } from "@tac-handoff/documents/truth/report";
import type { Truth } from "@tac-handoff/documents/truth/run";
import Table from "cli-table3";

export function describeTruth(truth: Truth): string {
  const table = new Table({
    head: ["product", "operations", "forbidden, accepted", "allowed, refused", "responses that differ"],
    colAligns: ["left", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  for (const { product, operations, forbiddenAccepted, allowedRefused, responsesWrong } of productRows(truth))
    table.push([product, operations, forbiddenAccepted, allowedRefused, responsesWrong]);
  const { forbidden, allowed, responses } = truth;
  return [
    table.toString(),
    `${forbidden.sent} forbidden requests: ${forbidden.accepted.length} accepted, ${forbidden.onPurpose.length} accepted on purpose.`,
    `${allowed.sent} allowed requests: ${allowed.refused.length} refused, ${allowed.onPurpose.length} refused on purpose.`,
    `${responses.compared} responses compared.`,
    ...describeDisagreements(truth),
  ].join("\n");
}
