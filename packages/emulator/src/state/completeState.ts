// Fills in what earlier versions did not store, so that their state files still work.

import { firstClassicConfiguration } from "./classic.ts";
import { summaryFeatures, type Workspace } from "./flex.ts";
import { type OtherResource, otherResourceProperties, type PhoneNumber, type Sender } from "./numbers.ts";
import type { State, Table } from "./state.ts";
import { addFirstActivities } from "./workspaceParts.ts";

/** Changes `saved`, whose type is what it is afterwards. */
export function complete(saved: State): State {
  saved.operatorResults ??= {};
  saved.profiles ??= {};
  saved.classicConfiguration ??= { ...firstClassicConfiguration };
  saved.activities ??= {};
  saved.workers ??= {};
  saved.features ??= summaryFeatures();
  saved.flexContexts ??= {};
  saved.otherResources ??= namedResources(saved.phoneNumbers);
  saved.senders ??= sendersOf(saved);
  for (const { communications, participants } of Object.values(saved.conversations)) {
    for (const communication of communications) communication.deliveredTo ??= [];
    for (const participant of participants) participant.name ??= participant.addresses[0]?.address ?? "";
  }
  for (const number of Object.values(saved.phoneNumbers)) number.voice_receive_mode ??= "voice";
  for (const workspace of Object.values(saved.workspaces)) completeWorkspace(saved, workspace);
  for (const queue of Object.values(saved.taskQueues)) {
    queue.reservation_activity_sid ??= null;
    queue.assignment_activity_sid ??= null;
  }
  return saved;
}

/** Earlier versions did not check what a number names, so all of it counts as existing. */
function namedResources(phoneNumbers: Table<PhoneNumber>): Table<OtherResource> {
  const sids = Object.values(phoneNumbers).flatMap((row) =>
    otherResourceProperties.map((property) => row[property]).filter((sid) => sid !== null),
  );
  return Object.fromEntries(sids.map((sid) => [sid, { sid }]));
}

/** Earlier versions did not check addresses, so those of every configuration count as the account's. */
function sendersOf({ addressConfigurations, phoneNumbers }: State): Table<Sender> {
  const numbers = new Set(Object.values(phoneNumbers).map(({ phone_number }) => phone_number));
  const addresses = Object.values(addressConfigurations)
    .filter(({ type, address }) => type !== "chat" && !numbers.has(address))
    .map(({ address }) => address);
  return Object.fromEntries(addresses.map((address) => [address, { address }]));
}

function completeWorkspace(state: State, workspace: Workspace): void {
  workspace.event_callback_url ??= "";
  workspace.events_filter ??= null;
  if (workspace.default_activity_sid !== undefined) return;
  const { Offline } = addFirstActivities(state, workspace);
  workspace.default_activity_sid = Offline;
  workspace.timeout_activity_sid = Offline;
}
