// Whether a path that had no value on any explored path certainly never has one.

import type { FlowDefinition } from "../../definition/definition.ts";
import { findWidgetType } from "../../widgets/table.ts";
import { type TriggerEvent, triggerKinds } from "../../widgets/widgetType.ts";

/**
 * Returns a function for paths such as `widgets.ask.Digits`.
 *
 * Nothing is certain of what Twilio posts beyond what is documented: further fields of a trigger or a callback. What the flow
 * itself sets is certain only if all of its paths were explored.
 */
export function proofOf(
  { states }: FlowDefinition,
  starts: readonly TriggerEvent[],
): (path: string, isComplete: boolean) => boolean {
  const types = new Map(states.map(({ name, type }) => [name, type]));
  const isOpen = states.some(({ type }) => type === "run-subflow" || !findWidgetType(type));
  const isStarted = (event: TriggerEvent) => starts.includes(event) || starts.includes("incomingParent");
  return (path, isComplete) => {
    const [root = "", key = "", member = ""] = path.split(".");
    switch (root) {
      case "widgets": {
        const type = types.get(key);
        if (type === undefined) return true;
        const outputs = findWidgetType(type)?.outputs;
        const isListed = Object.values(outputs?.after ?? {})
          .flat()
          .some((output) => output.split(".")[0] === member);
        return isComplete && outputs !== undefined && (isListed || outputs.open === undefined);
      }
      case "trigger": {
        const event = Object.hasOwn(triggerKinds, key)
          ? triggerKinds[key as keyof typeof triggerKinds]
          : undefined;
        return event === undefined || !isStarted(event);
      }
      case "flow":
        if (key === "data") return !isStarted("incomingRequest");
        return key === "variables" && isComplete && !isOpen;
      default:
        return root !== "contact";
    }
  };
}
