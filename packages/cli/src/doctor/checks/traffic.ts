// What the newest conversations and calls reveal: assumptions that the flow depends on, and messages without a reply.
// Prints nothing that a customer wrote.

import { isAgent } from "@pulumi/twilio/account";
import { catalogue } from "../facts/catalogue.ts";
import { type Check, fail, judgeReading, pass, skip, warn } from "../facts/check.ts";
import type { Facts } from "../facts/facts.ts";
import type { Bridged, HandedOff } from "../facts/traffic.ts";
import { overdueMinutes } from "../facts/unanswered.ts";
import { usesMessaging, type Wanted } from "../facts/wanted.ts";

/** Checks the newest message that arrived over the bridge. */
export function checkBridged(wanted: Wanted, { bridged }: Pick<Facts, "bridged">): Check[] {
  const ids = ["conversation-service", "conversation-channel"] as const;
  if (!usesMessaging(wanted)) return ids.map((id) => skip(id, "only messaging has one"));
  return [
    judgeReading(bridged, "conversation-service", checkService),
    judgeReading(bridged, "conversation-channel", checkChannel),
  ];
}

function checkService({ examinedCount, conversation }: Bridged): Check {
  const id = "conversation-service";
  const service = conversation?.configuration?.conversationsV1Bridge?.serviceId;
  if (conversation && service) return pass(id, `${conversation.id}: ${service}`);
  return skip(id, noMessage(examinedCount));
}

function checkChannel({ examinedCount, conversation, participants }: Bridged): Check {
  const id = "conversation-channel";
  if (!conversation) return skip(id, noMessage(examinedCount));
  const addresses = participants.filter((row) => !isAgent(row)).flatMap(({ addresses }) => addresses ?? []);
  const channelId = addresses.map((address) => address.channelId).find((sid) => sid?.startsWith("CH"));
  if (channelId) return pass(id, `${conversation.id}: ${channelId}`);
  return fail(id, {
    found: `${conversation.id}: no channelId that begins with CH`,
    expected: "the Classic conversation, CH…, at an address of the customer",
    fix: catalogue[id].console,
  });
}

function noMessage(examinedCount: number): string {
  return examinedCount === 0
    ? "no open conversation yet; send the agent a message, then check again"
    : `none of the ${examinedCount} newest open conversations came over the bridge: they started before it existed, or have had no message since`;
}

/** Checks the newest call that was handed off. */
export function checkHandedOff(wanted: Wanted, { handedOff }: Pick<Facts, "handedOff">): Check[] {
  const ids = ["call-handoff", "call-variables"] as const;
  if (!wanted.channels.includes("voice")) {
    return ids.map((id) => skip(id, "voice is not a channel of this agent"));
  }
  return [
    judgeReading(handedOff, "call-handoff", checkData),
    judgeReading(handedOff, "call-variables", checkVariable),
  ];
}

/** Without a hand-off this proves nothing: other calls have no data either. */
function checkData({ executionSid, examinedCount }: HandedOff): Check {
  const id = "call-handoff";
  return executionSid === undefined
    ? skip(id, noCall(examinedCount))
    : pass(id, `execution ${executionSid}: trigger.call.HandoffData`);
}

function checkVariable({ executionSid, variable, examinedCount }: HandedOff): Check {
  const id = "call-variables";
  if (executionSid === undefined) return skip(id, noCall(examinedCount));
  if (variable === undefined) return skip(id, `execution ${executionSid} has no flow.variables.handoff`);
  if (typeof variable === "object" && variable !== null) {
    return pass(id, `execution ${executionSid}: flow.variables.handoff is an object`);
  }
  return fail(id, {
    found: `execution ${executionSid}: flow.variables.handoff is a ${typeof variable}`,
    expected: "an object",
    fix: catalogue[id].console,
  });
}

function noCall(examinedCount: number): string {
  return examinedCount === 0
    ? "no call has reached this flow yet"
    : `none of the ${examinedCount} newest calls that reached this flow was a hand-off; if one was, see the assumption`;
}

/**
 * Checks whether customers wait for a reply of the agent. Only with --reach: it costs requests, and belongs to the question
 * whether the agent responds.
 */
export function checkUnanswered(wanted: Wanted, { unanswered }: Pick<Facts, "unanswered">): Check[] {
  const id = "messages-answered";
  if (!usesMessaging(wanted)) return [skip(id, "only messaging has replies")];
  if (!unanswered) return [skip(id, "needs --reach")];
  return [
    judgeReading(unanswered, id, ({ examinedCount, conversations }) => {
      if (examinedCount === 0) {
        return skip(id, `no open conversation of the agent is older than ${overdueMinutes} minutes`);
      }
      if (conversations.length === 0) {
        return pass(id, `none of the ${examinedCount} newest open conversations waits for a reply`);
      }
      const each = conversations.map(
        ({ id: conversationId, channel, minutes }) => `${conversationId} (${channel}, ${minutes} minutes)`,
      );
      return warn(id, {
        found: `the customer wrote last, and has had no reply, in ${each.join(", ")}`,
        expected: `a reply of the agent within ${overdueMinutes} minutes`,
        fix: catalogue[id].console,
      });
    }),
  ];
}
