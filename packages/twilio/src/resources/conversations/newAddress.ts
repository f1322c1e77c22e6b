// What to know before an address configuration is created: whether the account has the address at all, and which address
// may have been meant. Twilio accepts any name for a chat, so a typo would create an address that nobody uses.
//
// Source: twilio_conversations_v1.json in @twilio/cli-core 9.0.0: the address "must be a single address … that belongs to
// your Twilio Account"; a chat's may also be the key of a Webchat deployment (docs/assumptions.md, chat-address)

import { addresses } from "../../account/conversations.ts";
import { findPhoneNumber, phoneNumbers } from "../../account/numbers.ts";
import { listSenderAddresses, listShortCodes, whatsappSandbox } from "../../account/senders.ts";
import type { Api } from "../../client/api.ts";
import { describeSid } from "../../client/sid.ts";
import { TwilioError } from "../../client/twilioError.ts";
import type { Problem } from "../../declare/resource.ts";
import { findNearAddress } from "./nearAddress.ts";

export interface NewAddress {
  type: string;
  address: string;
}

/** More would bury the rest. */
const maxListed = 10;

/** An error if the address cannot be one of the account, and otherwise a warning that it is created. */
export async function findNewAddressProblems(api: Api, wanted: NewAddress): Promise<Problem[]> {
  const path = ["address"];
  const configured = await listConfigured(api, wanted.type);
  const sid = describeSid(wanted.address);
  if (sid)
    return [{ path, message: `${sid}. ${expected(wanted.type)}. ${describeList(wanted, configured)}` }];
  const owned = await findOwned(api, wanted);
  if (owned?.isOwned === false) {
    const { what, all, advice } = owned;
    const listed = describeAll(`The account has ${what}s`, all, `The account has no ${what}`);
    const message = `account ${api.accountSid} has no ${what} ${wanted.address}, and Twilio refuses an address that does not belong to the account. ${didYouMean(wanted, [...all, ...configured])}${advice}. ${listed}`;
    return [{ path, message }];
  }
  const message = [
    `the account has no configuration for ${wanted.address} yet, and a new one is created. `,
    describeUse(wanted, owned?.unread),
    didYouMean(wanted, configured),
    describeList(wanted, configured),
  ].join("");
  return [{ path, message, severity: "warning" }];
}

function expected(type: string): string {
  return type === "chat"
    ? "Expected the address of a web chat: a name, or the key of a Webchat deployment (CV…)"
    : `Expected an address of type ${type}`;
}

/** Who has to use a new address, and what could not be found out about it. */
function describeUse({ type, address }: NewAddress, unread: string | undefined): string {
  if (unread) return `${unread}. `;
  if (type !== "chat") return "";
  return /^CV[0-9a-f]{32}$/i.test(address)
    ? "Only the Webchat deployment with this key uses it. "
    : "Nothing uses it until a chat client names it. ";
}

async function listConfigured(api: Api, type: string): Promise<string[]> {
  // Twilio documents the filter for these two only.
  const rows = await addresses.list(api, ["sms", "whatsapp"].includes(type) ? { Type: type } : {});
  return rows.filter((row) => row.type === type).map(({ address }) => address);
}

function describeList({ type }: NewAddress, configured: readonly string[]): string {
  return describeAll(
    `Addresses of type ${type} in the account`,
    configured,
    `The account has none of type ${type}`,
  );
}

function describeAll(title: string, all: readonly string[], none: string): string {
  if (all.length === 0) return none;
  const more = all.length - maxListed;
  return `${title}: ${all.slice(0, maxListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function didYouMean({ address }: NewAddress, known: readonly string[]): string {
  const near = findNearAddress(address, known);
  return near === undefined ? "" : `Did you mean ${near}? `;
}

/** Whether the account owns an address; for an error, what it owns instead. `unread`: that could not be found out. */
interface Owned {
  isOwned?: boolean;
  what: string;
  all: readonly string[];
  advice: string;
  unread?: string;
}

/** Undefined where every name is allowed. */
async function findOwned(api: Api, wanted: NewAddress): Promise<Owned | undefined> {
  const { type, address } = wanted;
  const strict = refusing404(api);
  try {
    switch (type) {
      case "chat":
        return undefined;
      case "sms":
        return /^\d{3,8}$/.test(address)
          ? await findShortCode(strict, address)
          : await findNumber(strict, address);
      case "whatsapp":
      case "rcs":
        return await findSender(strict, type, address);
    }
  } catch (error) {
    if (!(error instanceof TwilioError) || ![401, 403, 404].includes(error.status)) throw error;
    return unreadable(`Whether the account has it is not known: ${error.message.replace(/\.$/, "")}`);
  }
  return unreadable(`Whether the account has it is not known: no API lists addresses of type ${type}`);
}

function unreadable(unread: string): Owned {
  return { what: "", all: [], advice: "", unread };
}

/** Lists that are not there read as empty otherwise, and every address would be refused. */
function refusing404(api: Api): Api {
  return { ...api, find: async (call) => (await api.send({ ...call, method: "GET" })).body };
}

async function findNumber(api: Api, address: string): Promise<Owned> {
  const what = "number";
  const advice = "Buy it in the Console (Phone Numbers > Buy a number), or use one that the account owns";
  if (await findPhoneNumber(api, address)) return { isOwned: true, what, all: [], advice };
  const all = (await phoneNumbers.list(api)).map(({ phone_number }) => phone_number);
  return { isOwned: false, what, all, advice };
}

async function findShortCode(api: Api, address: string): Promise<Owned> {
  const all = (await listShortCodes(api)).map(({ short_code }) => short_code);
  const advice = "Use a short code or a number that the account owns";
  return { isOwned: all.includes(address), what: "short code", all, advice };
}

async function findSender(api: Api, channel: "whatsapp" | "rcs", address: string): Promise<Owned> {
  if (address === whatsappSandbox)
    return unreadable("It is Twilio's sandbox for WhatsApp, which no account owns; Twilio may refuse it");
  const all = await listSenderAddresses(api, channel);
  const name = { whatsapp: "WhatsApp", rcs: "RCS" }[channel];
  const advice = `Register it in the Console (Messaging > Senders > ${name} senders), or use one that the account has`;
  const isOwned = all.some((one) => one.toLowerCase() === address.toLowerCase());
  return { isOwned, what: `${name} sender`, all, advice };
}
