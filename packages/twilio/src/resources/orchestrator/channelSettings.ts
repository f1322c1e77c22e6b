// Settings by channel of an Orchestrator configuration: schema, canonical form, and conversion to and from Twilio's.

import * as z from "zod";
import type { OrchestratorConfiguration } from "../../account/orchestrator.ts";
import { present } from "../../client/present.ts";
import type { Problem } from "../../declare/resource.ts";
import { isObject } from "../../values/diff.ts";
import { isInactiveFirst } from "./timeouts.ts";

const captureRule = z.strictObject({
  from: z.string().min(1).describe('Sender, or "*" for any.'),
  to: z.string().min(1).describe('Receiver, or "*" for any.'),
  metadata: z
    .record(z.string(), z.string())
    .optional()
    .describe('Additional conditions, for instance `{ callType: "PSTN" }`. Omit it for none.'),
});

const channel = z
  .strictObject({
    statusTimeouts: z
      .union([
        z.literal("onHangup"),
        z.strictObject({
          inactive: z
            .number()
            .int()
            .min(1)
            .optional()
            .describe(
              "Minutes from the last communication until INACTIVE. Omit it to go from ACTIVE straight to CLOSED.",
            ),
          closed: z.number().int().min(1).describe("Minutes from the last communication until CLOSED."),
        }),
      ])
      .optional()
      .describe(
        'When conversations of the channel close. "onHangup" (voice only) closes with the call. Omit it for Twilio\'s default, which for voice is "onHangup".',
      ),
    captureRules: z
      .array(captureRule)
      .max(100)
      .optional()
      .describe(
        "Traffic to capture. The order has no meaning. Omit it to capture nothing: ConversationRelay and a bridge report their traffic themselves.",
      ),
  })
  .meta({ whole: true });

export const channelSettings = z.strictObject({
  VOICE: channel.optional().describe("Calls."),
  SMS: channel.optional().describe("SMS."),
  RCS: channel.optional().describe("RCS."),
  WHATSAPP: channel.optional().describe("WhatsApp."),
  CHAT: channel.optional().describe("Chat."),
});

type CaptureRule = z.infer<typeof captureRule>;
type Channel = z.infer<typeof channel>;
type Channels = z.infer<typeof channelSettings>;

/** Any part may be an unknown value, also in place of a list or an object. */
export function canonicalChannels(channels: Channels): Channels {
  const entries = Object.entries(channels).map(([name, settings]) => [
    name,
    isObject(settings) ? canonicalChannel(name, settings) : settings,
  ]);
  return Object.fromEntries(entries);
}

/** The order of capture rules has no meaning, nor has an empty list or empty metadata. */
function canonicalChannel(name: string, { captureRules, ...given }: Channel): Channel {
  const settings: Channel = { ...(name === "VOICE" && { statusTimeouts: "onHangup" }), ...given };
  if (!Array.isArray(captureRules))
    return captureRules === undefined ? settings : { ...settings, captureRules };
  const rules = captureRules.map((rule) => {
    if (!isObject(rule) || !isObject(rule.metadata) || Object.keys(rule.metadata).length > 0) return rule;
    const { metadata: _, ...others } = rule;
    return others;
  });
  const sorted = rules.toSorted((a, b) => textOf(a).localeCompare(textOf(b)));
  return { ...settings, ...(sorted.length > 0 && { captureRules: sorted }) };
}

/** Key by which capture rules are sorted, independent of the order of their own keys. */
function textOf(rule: CaptureRule): string {
  if (!isObject(rule)) return String(rule);
  const { from, to, metadata = {} } = rule;
  return JSON.stringify([from, to, Object.entries(metadata).toSorted()]);
}

/** What Twilio would refuse, or never return as declared. */
export function findChannelProblems(channels: Channels): Problem[] {
  return Object.entries(channels).flatMap(([name, settings]) => {
    const message = findTimeoutProblem(name, settings?.statusTimeouts);
    return message === undefined ? [] : [{ path: ["channelSettings", name, "statusTimeouts"], message }];
  });
}

function findTimeoutProblem(channel: string, timeouts: Channel["statusTimeouts"]): string | undefined {
  // A channel without calls has no hang-up: it would be sent without timeouts, and never be read back as declared.
  if (timeouts === "onHangup")
    return channel === "VOICE"
      ? undefined
      : '"onHangup" is for VOICE only: set minutes, for instance { inactive: 10, closed: 60 }';
  if (!isObject(timeouts) || isInactiveFirst(timeouts)) return undefined;
  const { inactive, closed } = timeouts;
  return `inactive must be less than closed, found inactive: ${inactive} and closed: ${closed} (minutes). Lower inactive, or omit it to go from ACTIVE straight to CLOSED`;
}

/** Channels in the API's form. */
export function channelsToTwilio(channels: { [Name in keyof Channels]: Channel | null | undefined }) {
  const entries = Object.entries(channels).map(([name, settings]) => [
    name,
    settings && channelToTwilio(settings),
  ]);
  return Object.fromEntries(entries);
}

function channelToTwilio({ statusTimeouts, captureRules = [] }: Channel) {
  // "On hangup" is a channel without timeouts, and is sent by leaving them out: a channel that is sent is replaced as a
  // whole, and the document allows no null. This is the only place that decides it: docs/assumptions.md, voice-on-hangup.
  const timeouts = statusTimeouts === "onHangup" ? undefined : statusTimeouts;
  return { ...(timeouts && { statusTimeouts: timeouts }), captureRules };
}

/**
 * Channels as a program may write them; `canonicalChannels` makes them canonical.
 *
 * A channel that is not in the schema was added by Twilio: it is left out, and not changed.
 */
export function channelsFromTwilio(
  channels: NonNullable<OrchestratorConfiguration["channelSettings"]>,
): Channels {
  const entries = Object.entries(channels).flatMap(([name, settings]) => {
    if (settings === null || !(name in channelSettings.shape)) return [];
    const { statusTimeouts, captureRules } = settings;
    const declared = present({
      statusTimeouts: statusTimeouts && present(statusTimeouts),
      captureRules: captureRules?.map(present),
    });
    return [[name, declared]];
  });
  return Object.fromEntries(entries);
}
