import { expect, test } from "vitest";
import * as seed from "../seed/account.ts";
import { complete } from "./completeState.ts";
import type { State } from "./state.ts";

const application = `AP${"0".repeat(31)}7`;

/** A state as it was saved before activities, workers and checks of what a number names. */
function earlierState(): State {
  const state = seed.accountBeforeHandoff() as unknown as Record<string, Record<string, object>>;
  for (const table of ["activities", "workers", "otherResources", "senders", "classicConfiguration"])
    delete state[table];
  const added = {
    phoneNumbers: ["voice_receive_mode"],
    taskQueues: ["reservation_activity_sid", "assignment_activity_sid"],
    workspaces: ["default_activity_sid", "timeout_activity_sid", "event_callback_url", "events_filter"],
  };
  for (const [table, keys] of Object.entries(added)) {
    for (const row of Object.values(state[table] ?? {}))
      for (const key of keys) Reflect.deleteProperty(row, key);
  }
  Object.assign(state.phoneNumbers?.[seed.phoneNumberSid] ?? {}, { voice_application_sid: application });
  return state as unknown as State;
}

test("an earlier state gets the activities of its workspaces", () => {
  const { activities, workspaces } = complete(earlierState());

  const [offline] = Object.values(activities);
  expect(Object.values(activities).map((row) => [row.friendly_name, row.workspace_sid])).toEqual([
    ["Offline", seed.workspaceSid],
    ["Available", seed.workspaceSid],
    ["Unavailable", seed.workspaceSid],
  ]);
  expect(workspaces[seed.workspaceSid]).toMatchObject({
    default_activity_sid: offline?.sid,
    timeout_activity_sid: offline?.sid,
    event_callback_url: "",
    events_filter: null,
  });
});

test("what numbers of an earlier state name counts as existing", () => {
  const state = complete(earlierState());
  expect(state.otherResources).toEqual({ [application]: { sid: application } });
});

test("addresses of an earlier state other than its numbers count as senders", () => {
  expect(complete(earlierState()).senders).toEqual({
    [seed.whatsappSender]: { address: seed.whatsappSender },
    [seed.rcsSender]: { address: seed.rcsSender },
  });
});

test("other gaps get the values of a new object", () => {
  const state = complete(earlierState());
  expect(state.phoneNumbers[seed.phoneNumberSid]?.voice_receive_mode).toBe("voice");
  expect(state.taskQueues[seed.taskQueueSid]).toMatchObject({
    reservation_activity_sid: null,
    assignment_activity_sid: null,
  });
  expect([state.workers, state.classicConfiguration.default_closed_timer]).toEqual([{}, "P30D"]);
});

test("a complete state does not change", () => {
  expect(complete(seed.accountBeforeHandoff())).toEqual(seed.accountBeforeHandoff());
});
