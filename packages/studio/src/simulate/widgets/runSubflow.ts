// Run Subflow. Source: twilio.com/docs/studio/widget-library/run-subflow, errors 81021 and 81024

import { widgetTypes } from "../../widgets/table.ts";
import { reasonOf, type StepOutcome, type StepRun } from "../step/step.ts";
import { readTypedValues } from "./setVariables.ts";

/** Runs the flow if the world knows it; otherwise the end of the subflow is an outside event. */
export async function runSubflow(step: StepRun): Promise<StepOutcome> {
  const flowSid = step.text("flow_sid");
  const revision = step.text("flow_revision", "LatestPublished");
  const parameters = readTypedValues(step, "parameters", "parameter");
  if (step.isInSubflow)
    return step.fail("failed", 81024, "a subflow cannot run another subflow: there is only one level");
  if (!/^(LatestPublished|LatestRevision|\d+)$/.test(revision))
    return step.fail(
      "failed",
      81021,
      `revision "${revision}" is neither LatestPublished, LatestRevision nor a number`,
    );
  try {
    const definition = await step.world.subflow?.({ flowSid, revision }, step.name);
    if (!definition) return { waitFor: widgetTypes["run-subflow"].events };
    const { sids } = step.world;
    const parent = { context: step.context, flow_sid: sids.flow, execution_sid: sids.execution };
    return { run: definition, trigger: { event: "incomingParent", parameters, parent }, flowSid };
  } catch (error) {
    return step.fail("failed", 81024, reasonOf(error));
  }
}
