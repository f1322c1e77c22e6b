// Requests that Twilio's documents allow and the local Twilio refuses on purpose. `npm run truth` reports every other one,
// and entries that no longer occur.

import { matches } from "../matches.ts";
import type { Disagreement } from "./disagreement.ts";

export interface Refusal {
  /** `*` stands for any text, here and below. */
  operation: string;
  variation: string;
  reason: string;
}

const noSuchReference = "names what the account does not have";

export const refusals: Refusal[] = [
  {
    operation: "* conversations.twilio.com/v2/ControlPlane/Configurations/{id}",
    variation: "json conversationGroupingType: *",
    reason: "Twilio's reference: it cannot be changed after creation",
  },
  {
    operation: "POST conversations.twilio.com/v2/Conversations/{ConversationId}/Participants",
    variation: "json addresses: no items",
    reason: "a participant without an address cannot be reached, so it is a client's mistake",
  },
  {
    operation: "POST conversations.twilio.com/v2/Conversations/{ConversationId}/Actions",
    variation: "json payload.*",
    reason: "sender and recipients must be participants, and a chat message names its channel",
  },
  {
    operation: "* intelligence.twilio.com/v3/ControlPlane/Configurations*",
    variation: "json rules[].triggers[].on: CONVERSATION_*",
    reason: "the document's text: count is for COMMUNICATION only",
  },
  {
    operation: "* conversations.twilio.com/v2/ControlPlane/Configurations*",
    variation: "json channelSettings.SMS.statusTimeouts.closed: the minimum",
    reason: "inactive must be less than closed (inferred from the types of twilio-node 6.3.1)",
  },
  {
    operation: "POST api.twilio.com/2010-04-01/Accounts/{AccountSid}/Calls.json",
    variation: "form body: *",
    reason: "Twilio's error 21205: one of Url, Twiml and ApplicationSid is required",
  },
  {
    operation: "POST api.twilio.com/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json",
    variation: "form *",
    reason: "a call here can only be ended: other TwiML for a call in progress is not served",
  },
  {
    operation: "POST api.twilio.com/2010-04-01/Accounts/{AccountSid}/IncomingPhoneNumbers.json",
    variation: "form body: *",
    reason: "the document's text: one of PhoneNumber and AreaCode is required",
  },
  {
    operation: "POST taskrouter.twilio.com/v1/Workspaces/{Sid}",
    variation: "form MultiTaskEnabled: false",
    reason: "the document's text: multi-tasking cannot be switched off again",
  },
  {
    operation: "POST conversations.twilio.com/v1/Configuration/Addresses*",
    variation: "form body: *",
    reason: "the document's text: what a type of auto-creation needs, and a chat address needs auto-creation",
  },
  {
    operation: "POST conversations.twilio.com/v1/Configuration/Addresses",
    variation: "form AutoCreation.Enabled: false",
    reason: "Twilio's error 45761: a chat address needs auto-creation",
  },
  {
    operation: "POST conversations.twilio.com/v1/Configuration/Addresses",
    variation: "form Type: *",
    reason: "an address has the form of its type",
  },
  {
    operation: "POST flex-api.twilio.com/v1/Configuration",
    variation: "json everything",
    reason: "the document describes no property; Twilio's reference requires account_sid",
  },
  {
    operation: "POST memory.twilio.com/v1/Stores/{storeId}/Profiles/Lookup",
    variation: "json idType: *",
    reason: `${noSuchReference}: the only identifier is phone`,
  },
  {
    operation: "POST memory.twilio.com/v1/Stores/{storeId}/Profiles",
    variation: "json *: without *",
    reason: "a profile needs one trait that is an identifier",
  },
  {
    operation: "POST memory.twilio.com/v1/Stores/{storeId}/Profiles/{profileId}/Recall",
    variation: "json query: the shortest",
    reason: "an empty query is a client's mistake",
  },
  {
    operation: "POST studio.twilio.com/v2/Flows/{FlowSid}/Executions/{Sid}",
    variation: "form Status: active",
    reason: "the document's text: an execution can only be ended",
  },
];

export function refusalOf({ operation, variation }: Disagreement): Refusal | undefined {
  return refusals.find((one) => matches(one.operation, operation) && matches(one.variation, variation));
}
