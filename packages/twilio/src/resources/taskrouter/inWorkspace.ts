// The ID of an object in a TaskRouter workspace: `WS…/WQ…`. Twilio addresses it below the workspace, so its own SID alone
// does not find it.

import * as z from "zod";

const hex = "[0-9a-fA-F]{32}";

/** The ID as an input. */
export function idInWorkspace(prefix: "WQ" | "WW") {
  return z
    .string()
    .regex(
      new RegExp(`^WS${hex}/${prefix}${hex}$`),
      `expected the SIDs of the workspace and of the object, WS…/${prefix}…`,
    );
}

export function joinId(workspaceSid: string, sid: string): string {
  return `${workspaceSid}/${sid}`;
}

/** @throws Error if it is not an ID of this form, for instance in `pulumi import` */
export function splitId(id: string): { workspaceSid: string; sid: string } {
  const [, workspaceSid, sid] = new RegExp(`^(WS${hex})/(W[QW]${hex})$`).exec(id) ?? [];
  if (workspaceSid && sid) return { workspaceSid, sid };
  throw new Error(
    `${id} is not an ID in a workspace: expected WS…/WQ… of a queue, or WS…/WW… of a workflow.`,
  );
}
