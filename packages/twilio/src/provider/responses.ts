// The responses of Check and Diff.

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

/** The path is part of the reason: given as a property, the engine would print the whole value. */
export function checkFailure(problem: Problem) {
  return new messages.CheckFailure().setReason(formatProblem(problem));
}

function formatProblem({ path, message }: Problem): string {
  const where = formatPropertyPath(path);
  return where ? `${where}: ${message}` : message;
}

/** One entry of the log for all warnings: the engine prints a heading and a blank line around each entry. */
export function warningText(warnings: readonly Problem[]): string {
  const shown = warnings.slice(0, maxWarnings).map(formatProblem);
  const more = warnings.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

/** More would bury the rest of a preview. `npm run studio -- check` lists all of them. */
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
