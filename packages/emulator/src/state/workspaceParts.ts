// What TaskRouter creates with a workspace: activities and task channels.
// Source: twilio.com/docs/taskrouter/api/activity ("pre-populates new Workspaces"), /task-channels

import { nextSid } from "./ids.ts";
import type { State } from "./state.ts";

interface Owner {
  sid: string;
  date_created: string;
}

const firstActivities = ["Offline", "Available", "Unavailable"] as const;

/** Names of the task channels, and how the Console calls them. Source of "Programmable Chat": twilio.com/docs/studio/widget-library/send-flex */
export const firstTaskChannels = {
  default: "Default",
  voice: "Voice",
  chat: "Programmable Chat",
  sms: "Sms",
  video: "Video",
  email: "Email",
};

type ActivitySids = Record<(typeof firstActivities)[number], string>;

/** @param sids default: new ones */
export function addFirstActivities(
  state: State,
  workspace: Owner,
  sids: ActivitySids = {
    Offline: nextSid(state, "WA"),
    Available: nextSid(state, "WA"),
    Unavailable: nextSid(state, "WA"),
  },
): ActivitySids {
  for (const name of firstActivities) {
    state.activities[sids[name]] = {
      ...partOf(workspace, sids[name]),
      friendly_name: name,
      available: name === "Available",
    };
  }
  return sids;
}

/** @param sidOf the SID of a channel by its unique name; default: new ones */
export function addFirstTaskChannels(
  state: State,
  workspace: Owner,
  sidOf: (name: keyof typeof firstTaskChannels) => string = () => nextSid(state, "TC"),
): void {
  for (const name of Object.keys(firstTaskChannels) as (keyof typeof firstTaskChannels)[]) {
    const sid = sidOf(name);
    state.taskChannels[sid] = {
      ...partOf(workspace, sid),
      friendly_name: firstTaskChannels[name],
      unique_name: name,
      channel_optimized_routing: false,
    };
  }
}

function partOf({ sid: workspace_sid, date_created }: Owner, sid: string) {
  return { sid, workspace_sid, date_created, date_updated: date_created };
}
