// How a configuration is changed: with PATCH, which leaves alone what is not sent.
//
// Twilio's documents have PATCH ("omitted fields are left untouched; a channel key mapped to null removes it"), and an
// account that does not know it yet responds with 404 or 405. Then PUT, which clears what it does not repeat: it repeats
// what is known to be writable, and never a field that Twilio has added since, such as redactionConfigurationId.
// Source: twilio_conversations_v2.json in @twilio/cli-core 9.0.0

import { randomUUID } from "node:crypto";
import { orchestratorConfigurations } from "../../account/orchestrator.ts";
import type { Api, Reply } from "../../client/api.ts";
import { present } from "../../client/present.ts";
import { TwilioError } from "../../client/twilioError.ts";
import { goneError } from "../../declare/gone.ts";
import { isObject } from "../../values/diff.ts";

const { at } = orchestratorConfigurations;

type Fields = Record<string, unknown>;

/** Source: the document's requests; the same fields in POST, PUT and PATCH. */
const writable = [
  "displayName",
  "description",
  "conversationGroupingType",
  "memoryStoreId",
  "statusCallbacks",
  "intelligenceConfigurationIds",
  "memoryExtractionEnabled",
  "conversationsV1Bridge",
];

const writableOfChannel = ["statusTimeouts", "captureRules"];

/**
 * Changes a configuration.
 *
 * @param changes in the API's form, `null` where a field, a channel or all channels are cleared
 * @throws TwilioError as Twilio responded
 * @throws Error if the configuration does not exist
 */
export async function writeConfiguration(api: Api, id: string, changes: Fields): Promise<Reply> {
  const send = (method: "PATCH" | "PUT", json: Fields) =>
    api.send({ ...at(api, id), method, json, headers: idempotent() });
  try {
    return await send("PATCH", await patchOf(api, id, changes));
  } catch (error) {
    if (!(error instanceof TwilioError) || ![404, 405].includes(error.status)) throw error;
    // 404 is also the response for a configuration that is gone, with the same code (20404): only a GET distinguishes them.
    const found = await api.find(at(api, id));
    if (!isObject(found)) throw goneError(id);
    return send("PUT", overlay(found, changes));
  }
}

/** The same key returns the first response for 24 hours, so a repeated request creates nothing twice. */
export function idempotent() {
  return { "Idempotency-Key": randomUUID() };
}

async function patchOf(api: Api, id: string, changes: Fields): Promise<Fields> {
  if (changes.channelSettings !== null) return changes;
  // The channels as a whole cannot be cleared, only each by itself.
  const found = await api.find(at(api, id));
  const channels = isObject(found) && isObject(found.channelSettings) ? found.channelSettings : {};
  const cleared = Object.keys(channels).map((name) => [name, null]);
  return { ...changes, channelSettings: Object.fromEntries(cleared) };
}

/** A PUT clears what it leaves out, and accepts no null in its place. Channels that are not written are kept. */
function overlay(found: Fields, { channelSettings, ...changes }: Fields): Fields {
  const kept = channelSettings === null ? {} : writableChannels(found.channelSettings);
  return {
    ...present({ ...only(writable, found), description: found.description ?? "", ...changes }),
    channelSettings: present({ ...kept, ...(isObject(channelSettings) ? channelSettings : {}) }),
  };
}

function writableChannels(channels: unknown): Fields {
  const entries = Object.entries(isObject(channels) ? channels : {});
  return Object.fromEntries(
    entries.map(([name, settings]) => [
      name,
      isObject(settings) ? present(only(writableOfChannel, settings)) : undefined,
    ]),
  );
}

function only(names: string[], fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}
