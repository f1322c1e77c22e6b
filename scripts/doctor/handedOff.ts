// What the newest call that was handed off shows of two assumptions that the flow rests on. Nothing a customer said is shown.

import { catalogue } from "./catalogue.ts";
import { type Check, ok, skipped, wrong } from "./check.ts";
import type { Facts, HandedOff } from "./facts.ts";
import { known } from "./known.ts";
import type { Wanted } from "./wanted.ts";

export function checkHandedOff(wanted: Wanted, { handedOff }: Pick<Facts, "handedOff">): Check[] {
  const ids = ["call-handoff", "call-variables"] as const;
  if (!wanted.channels.includes("voice")) {
    return ids.map((id) => skipped(id, "voice is not a channel of this agent"));
  }
  return [known(handedOff, "call-handoff", checkData), known(handedOff, "call-variables", checkVariable)];
}

/** Without one there is no telling: calls that were not handed off have no data either. */
function checkData({ executionSid, lookedAt }: HandedOff): Check {
  const id = "call-handoff";
  return executionSid === undefined
    ? skipped(id, nothingToSee(lookedAt))
    : ok(id, `execution ${executionSid}: trigger.call.HandoffData`);
}

function checkVariable({ executionSid, variable, lookedAt }: HandedOff): Check {
  const id = "call-variables";
  if (executionSid === undefined) return skipped(id, nothingToSee(lookedAt));
  if (variable === undefined) return skipped(id, `execution ${executionSid} has no flow.variables.handoff`);
  if (typeof variable === "object" && variable !== null) {
    return ok(id, `execution ${executionSid}: flow.variables.handoff is an object`);
  }
  return wrong(id, {
    found: `execution ${executionSid}: flow.variables.handoff is a ${typeof variable}`,
    expected: "an object",
    mend: catalogue[id].console,
  });
}

function nothingToSee(lookedAt: number): string {
  return lookedAt === 0
    ? "no call has come to this flow yet"
    : `none of the ${lookedAt} newest calls that came to this flow shows a hand-off; if one was, see the assumption`;
}
