// The setup for tests of calls that the API places to a customer.

import * as seed from "../seed/account.ts";
import { customer } from "./emulatorScene.ts";
import { host, relayScene } from "./relayScene.ts";

/** The Call resource of the seed's account, without ending. */
export const calls = `https://api.twilio.com/2010-04-01/Accounts/${seed.accountSid}/Calls`;

/** A relayScene whose agent calls the customer. */
export function outboundScene() {
  const scene = relayScene();
  const toAgent = () =>
    `<Response>${scene.connect({ action: `action="https://${host}/handoff"` })}</Response>`;
  return Object.assign(scene, {
    /** Places a call from the account's number, with the agent's TwiML unless the form has a Url. Returns its SID. */
    async placeOutbound(form: Record<string, string | string[]> = {}): Promise<string> {
      const first = "Url" in form ? {} : { Twiml: toAgent() };
      const { body } = await scene.call(`POST ${calls}.json`, {
        form: { To: customer, From: seed.phoneNumber, ...first, ...form },
      });
      return body.sid;
    },
    /** The customer answers. Returns the call, and what they then hear. */
    answer: async (sid: string, json: object = {}) =>
      (await scene.call(`POST /local/calls/${sid}/answer`, { json })).body,
  });
}
