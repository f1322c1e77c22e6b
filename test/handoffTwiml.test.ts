// The TwiML of the runtime and the hand-off flow write the same attributes for the same payload.

import { parseTwiml } from "@tac-handoff/emulator";
import { type HandoffPayload, handoffTwiml } from "@tac-handoff/runtime";
import { agentHandoff } from "@tac-handoff/studio-flows/agent-handoff";
import { contract, wide } from "@tac-handoff/studio-flows/testing/contract";
import { call, options, payload, twimlOf } from "@tac-handoff/studio-flows/testing/handoffRuns";
import { expect, test } from "vitest";

const customer = "+15557770001";

test.each([
  ["the usual attributes", contract, payload.attributes],
  [
    "attributes of every type, null, and unknown names",
    wide,
    {
      ...{
        items: [1, { a: null }],
        isUrgent: true,
        order: 7.5,
        note: 'Says "hi" & <bye>\n',
        department: null,
      },
      ...{ other: "unknown", reason: "Wants a refund – now" },
    },
  ],
])("%s are the same as in the flow's task, except for the direction", async (_, theContract, attributes) => {
  const given: HandoffPayload = { ...payload, attributes };
  const team = { team: "support" };
  const flow = agentHandoff({ ...options, contract: theContract, attributes: team });

  const [ofFlow] = twimlOf(await call({ HandoffData: JSON.stringify(given) }, flow));
  const [own] = parseTwiml(
    handoffTwiml({
      payload: given,
      customer,
      contract: theContract,
      attributes: team,
      workflowSid: options.workflowSid,
    }),
  );

  expect(JSON.parse(own?.text ?? "")).toEqual({ ...JSON.parse(ofFlow?.text ?? ""), type: "outbound" });
  expect(own?.children[0]?.attributes).toEqual(ofFlow?.children[0]?.attributes);
});
