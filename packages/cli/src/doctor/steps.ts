// The steps of an execution in order, and what a failed one means.

import type { Step } from "@pulumi/twilio/account";

/** Twilio documents no order, and steps within one second have the same date, so each step is followed to the next. */
export function orderedSteps(steps: readonly Step[]): Step[] {
  const left = [...steps];
  const ordered: Step[] = [];
  let from: string | null | undefined = "Trigger";
  for (;;) {
    const index = left.findIndex((step) => step.transitioned_from === from);
    const [next] = index < 0 ? [] : left.splice(index, 1);
    if (!next) return ordered.length === 0 ? [...steps] : ordered;
    ordered.push(next);
    from = next.transitioned_to;
  }
}

/** Source: docs/hand-off.md, "When it goes wrong". The first match applies. */
const meanings: readonly { widget: RegExp; event: string; means: string }[] = [
  {
    widget: /participants|conversation$/,
    event: "failed",
    means:
      "a request to Twilio failed: the flow is not allowed to read conversations.twilio.com/v2 (assumptions.md#add-twilio-auth), or it requests the wrong conversation.",
  },
  {
    widget: /./,
    event: "failedToEnqueue",
    means:
      "Flex did not accept the task (81015): the workflow or task channel is not in Flex's workspace, or the attributes are too long or not valid JSON.",
  },
  {
    widget: /./,
    event: "callFailure",
    means: "Flex did not accept the task: the conversation could not be handed over.",
  },
];

/** Tested before the others: the name of the resuming widget ends like those of the requests. */
const resumed =
  "the Classic conversation was not resumed: no channelId that begins with CH (the message did not come over the bridge), or no conversationsV1Bridge.";

export function failureMeaning(steps: readonly Step[]): string {
  const failures = steps.flatMap(({ transitioned_from: widget, name: event }) => {
    if (!widget) return [];
    const means =
      event === "failed" && widget.startsWith("resume")
        ? resumed
        : meanings.find((each) => each.event === event && each.widget.test(widget))?.means;
    return means === undefined ? [] : [`${widget} ended with ${event}: ${means}`];
  });
  const [first] = failures;
  if (first) return first;
  const last = steps.at(-1);
  return `The execution ended after ${last?.transitioned_from ?? "the trigger"} (${last?.name ?? "no step"}) without a task for this conversation.`;
}
