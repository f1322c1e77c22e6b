import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "../ask.ts";
import * as seed from "../seed/account.ts";
import { type Emulator, startEmulator } from "../server.ts";

const workspace = `https://taskrouter.twilio.com/v1/Workspaces/${seed.workspaceSid}`;

const nowhere = `WQ${"0".repeat(31)}9`;

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

const post = (path: string, form: Record<string, string>) =>
  ask(emulator, `POST ${workspace}/${path}`, { form });

const configured = (task_routing: unknown) =>
  post("Workflows", { FriendlyName: "f", Configuration: JSON.stringify({ task_routing }) });

const filter = { expression: "type == 'sales'", targets: [{ queue: seed.taskQueueSid }] };

test("a workflow is returned with every documented property", async () => {
  const Configuration = JSON.stringify({ task_routing: { filters: [filter] } });
  const { status, body } = await post("Workflows", { FriendlyName: "Sales", Configuration });

  const url = `${workspace}/Workflows/${body.sid}`;
  expect([status, body]).toEqual([
    201,
    {
      sid: body.sid,
      account_sid: seed.accountSid,
      workspace_sid: seed.workspaceSid,
      friendly_name: "Sales",
      configuration: Configuration,
      document_content_type: "application/json",
      task_reservation_timeout: 120,
      assignment_callback_url: "",
      fallback_assignment_callback_url: "",
      date_created: body.date_created,
      date_updated: body.date_created,
      url,
      links: {
        statistics: `${url}/Statistics`,
        real_time_statistics: `${url}/RealTimeStatistics`,
        cumulative_statistics: `${url}/CumulativeStatistics`,
      },
    },
  ]);
});

test.each([
  [
    "a queue of a filter that does not exist",
    { filters: [{ ...filter, targets: [{ queue: nowhere }] }] },
    `queue ${nowhere} is not in this workspace`,
  ],
  [
    "a default queue that does not exist",
    { default_filter: { queue: nowhere } },
    `queue ${nowhere} is not in this workspace`,
  ],
  [
    "a broken expression of a filter",
    { filters: [filter, { ...filter, expression: "type ==" }] },
    "filters[1].expression: expected a value, found the end of the expression",
  ],
  [
    "a broken expression of a target",
    { filters: [{ ...filter, targets: [{ expression: "worker.level" }] }] },
    "filters[0].targets[0].expression: expected a comparison, found the end of the expression",
  ],
  [
    "a broken skip_if",
    { filters: [{ ...filter, targets: [{ skip_if: "workers.available 0" }] }] },
    'filters[0].targets[0].skip_if: expected a comparison, found "0"',
  ],
  [
    "a filter without an expression",
    { filters: [{ targets: [] }] },
    "task_routing.filters.0.expression is missing",
  ],
  [
    "a filter without targets",
    { filters: [{ expression: "1==1" }] },
    "task_routing.filters.0.targets is missing",
  ],
])("%s is refused", async (_, routing, message) => {
  const { status, body } = await configured(routing);
  expect([status, body.code, body.message]).toEqual([
    400,
    20001,
    `Invalid parameter Configuration: ${message}`,
  ]);
});

test.each([
  ["AssignmentCallbackUrl", "callback"],
  ["FallbackAssignmentCallbackUrl", "ftp://example.com/a"],
  ["AssignmentCallbackUrl", "https://exa mple.com"],
])("%s %s is not a URL", async (name, url) => {
  const Configuration = JSON.stringify({ task_routing: {} });
  const { status, body } = await post("Workflows", { FriendlyName: "f", Configuration, [name]: url });
  expect([status, body.code, body.message.startsWith(`Invalid parameter ${name}: `)]).toEqual([
    400,
    20001,
    true,
  ]);
});
