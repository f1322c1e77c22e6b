// What Check and Diff return to the engine.

import messages from "@pulumi/pulumi/proto/provider_pb.js";
import type { Problem } from "../declare/resource.ts";
import type { Difference } from "../values/diff.ts";
import { formatPropertyPath } from "../values/propertyPath.ts";
import type { DiffResult } from "./diff.ts";
import { toStruct } from "./structs.ts";

type Values = Record<string, unknown>;

export function checkResponse(inputs: Values, problems: readonly Problem[]) {
  return new messages.CheckResponse().setInputs(toStruct(inputs)).setFailuresList(problems.map(checkFailure));
}

/** The path stands in the reason: the engine would print the whole value of a property it is told of. */
export function checkFailure(problem: Problem) {
  return new messages.CheckFailure().setReason(formatProblem(problem));
}

function formatProblem({ path, message }: Problem): string {
  const where = formatPropertyPath(path);
  return where ? `${where}: ${message}` : message;
}

/** One entry of the log for all of them: the engine sets a heading and a blank line around each entry. */
export function warningText(warnings: readonly Problem[]): string {
  const shown = warnings.slice(0, maxWarnings).map(formatProblem);
  const more = warnings.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

/** So many warnings of one resource are worth reading at every preview; a check by hand lists all of them. */
const maxWarnings = 10;

export function diffResponse({ differences, replaces }: DiffResult) {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse()
    .setChanges(differences.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set(differences.map(({ path }) => String(path[0])))])
    .setReplacesList([...new Set(replaces.map(({ path }) => String(path[0])))])
    .setHasdetaileddiff(true);
  for (const difference of differences) {
    const kind = diffKinds[difference.kind][replaces.includes(difference) ? "replace" : "update"];
    response
      .getDetaileddiffMap()
      .set(formatPropertyPath(difference.path), new messages.PropertyDiff().setKind(kind).setInputdiff(true));
  }
  return response;
}

const { Kind } = messages.PropertyDiff;
const diffKinds: Record<
  Difference["kind"],
  { update: 0 | 1 | 2 | 3 | 4 | 5; replace: 0 | 1 | 2 | 3 | 4 | 5 }
> = {
  add: { update: Kind.ADD, replace: Kind.ADD_REPLACE },
  delete: { update: Kind.DELETE, replace: Kind.DELETE_REPLACE },
  update: { update: Kind.UPDATE, replace: Kind.UPDATE_REPLACE },
};
