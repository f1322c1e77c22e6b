// Split Based On. Source: twilio.com/docs/studio/widget-library/split-based-on

import { conditionHolds } from "../../widgets/condition.ts";
import type { StepResult, StepRun } from "../step/step.ts";

/** Takes the first match whose condition is true; conditions test the split's input, see `stale_argument` in the check. */
export function runSplit(step: StepRun): StepResult {
  const subject = step.text("input");
  const taken = step.widget.transitions.findIndex(({ event, conditions }) => {
    const [condition] = event === "match" ? (conditions ?? []) : [];
    // Flows written by hand omit the value of a blank test.
    return (
      condition && conditionHolds(condition.type, subject, step.render(condition.value ?? "", "condition"))
    );
  });
  return taken < 0 ? { event: "noMatch" } : { event: "match", transition: taken };
}
