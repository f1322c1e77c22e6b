// Where the local Twilio deliberately differs from Twilio's documents. Everything else that differs fails the test that
// shows it, and so does an entry here that no longer occurs in any test.

import type { Violation } from "./judge.ts";
import { matches } from "./matches.ts";

export interface Difference {
  /** Of a violation; `*` stands for any text. Default: any. */
  problem?: string;
  /** Of a violation; `*` stands for any text. */
  operation: string;
  part: Violation["part"];
  at: string;
  /** Why the local Twilio differs, with the source that it follows instead. */
  reason: string;
}

const twilioNode = "not in the document, but in the types of twilio-node 6.3.1";

const unset = 'Twilio clears a field with "", which the pattern of a SID does not allow';

export const differences: Difference[] = [
  {
    operation: "POST taskrouter.twilio.com/v1/Workspaces/{WorkspaceSid}/Activities",
    part: "request",
    at: "/Available",
    reason: "the document's text: true, 1 and yes mean true, anything else false",
  },
  {
    operation: "POST api.twilio.com/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers*",
    part: "request",
    at: "/*Sid",
    problem: '*; found ""',
    reason: unset,
  },
  {
    operation: "POST conversations.twilio.com/v1/Configuration/Addresses/{Sid}",
    part: "request",
    at: "/AutoCreation.*Sid",
    problem: '*; found ""',
    reason: unset,
  },
  {
    operation: "GET api.twilio.com/2010-04-01/Accounts/{AccountSid}/AvailablePhoneNumbers/*",
    part: "response",
    at: "*/friendly_name",
    reason: "the format is a phone number, but the document's own example is (808) 925-1571",
  },
  {
    operation: "GET api.twilio.com/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json",
    part: "request",
    at: "/query/PhoneNumber",
    reason:
      "the format is a phone number, but the document's text allows a part of one, with * for any digit",
  },
  {
    operation: "GET api.twilio.com/2010-04-01/Accounts/{AccountSid}/Calls.json",
    part: "request",
    at: "/query/*",
    problem: "must match format *",
    reason: "the document's text allows client identifiers beside phone numbers, and days beside moments",
  },
  {
    operation: "POST conversations.twilio.com/v2/Conversations",
    part: "request",
    at: "/configurationId",
    problem: "is missing",
    reason: `required in the document, optional in the types of twilio-node 6.3.1: inline settings`,
  },
  {
    operation: "* conversations.twilio.com/v2/Conversations*",
    part: "response",
    at: "*/configurationId",
    problem: "is missing",
    reason: "a conversation with settings of its own has none",
  },
  {
    operation: "POST conversations.twilio.com/v2/Conversations",
    part: "request",
    at: "/configuration/*",
    problem: "is not documented",
    reason: `${twilioNode}: inline settings`,
  },
  {
    operation: "* conversations.twilio.com/v2/Conversations*",
    part: "request",
    at: "*/channel",
    problem: '*; found "EMAIL"',
    reason: `${twilioNode}: the channel EMAIL`,
  },
  {
    operation: "* conversations.twilio.com/v2/Conversations*",
    part: "response",
    at: "*/channel",
    problem: '*; found "EMAIL"',
    reason: `${twilioNode}: the channel EMAIL`,
  },
  {
    operation: "POST studio.twilio.com/v2/Flows/{FlowSid}/Executions",
    part: "request",
    at: "/*",
    problem: 'must match format "phone-number"; *',
    reason: "TAC starts executions for WhatsApp, RCS and chat addresses too",
  },
  {
    operation: "GET memory.twilio.com/v1/Stores/*",
    part: "response",
    at: "/meta/pageSize",
    reason: "the document contradicts itself: at most 50 here, and up to 1,000 in the query",
  },
  {
    operation: "* conversations.twilio.com/v2/Conversations*",
    part: "response",
    at: "*/metadata",
    reason: `${twilioNode}: a conversation's own key-value pairs`,
  },
  {
    operation: "PATCH conversations.twilio.com/v2/Conversations/{id}",
    part: "request",
    at: "/metadata",
    reason: `${twilioNode}: a conversation's own key-value pairs`,
  },
  {
    operation: "GET conversations.twilio.com/v2/ControlPlane/Configurations*",
    part: "response",
    at: "*ExtractionStrategyIds",
    reason: `${twilioNode}, as read-only: the provider must not send them back`,
  },
  {
    operation: "* conversations.twilio.com/v2/Conversations*",
    part: "response",
    at: "*/configuration/*ExtractionStrategyIds",
    reason: `${twilioNode}, as read-only`,
  },
  {
    operation: "GET conversations.twilio.com/v2/ControlPlane/Configurations/{id}",
    part: "response",
    at: "/displayName",
    reason: "the document contradicts itself: required here, and null in PATCH clears it",
  },
  {
    operation: "* conversations.twilio.com/v2/ControlPlane/Configurations*",
    part: "request",
    at: "/channelSettings/*/statusTimeouts",
    reason: "null, as Twilio's guides and skills write it, although the document does not allow it",
  },
  {
    operation: "* conversations.twilio.com/v2/ControlPlane/Configurations*",
    part: "request",
    at: "/statusCallbacks",
    problem: "must NOT have more than 2 items*",
    reason: "the document contradicts itself: up to 20 in responses, which is what TAC 2.5.0 accepts",
  },
  {
    operation: "GET intelligence.twilio.com/v3/OperatorResults",
    part: "request",
    at: "/query/operatorId",
    reason: `${twilioNode}, and sent by Flex UI 2.17.1`,
  },
];

/** What an entry is called in messages. */
export function nameOf({ operation, part, at }: Difference): string {
  return `${operation} ${part} ${at || "(whole)"}`;
}

/** The entry that covers a violation. */
export function differenceOf(
  { operation, part, at, problem }: Violation,
  among: Difference[] = differences,
): Difference | undefined {
  return among.find(
    (one) =>
      one.part === part &&
      matches(one.operation, operation) &&
      matches(one.at, at) &&
      matches(one.problem ?? "*", problem),
  );
}
