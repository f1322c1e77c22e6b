import { expect, test } from "vitest";
import type { TriggerEvent } from "../../widgets/widgetType.ts";
import { checkFlow } from "../check.ts";
import { channel, exampleDefinition, goodbye, widget, workflow } from "../codes/issueCode.ts";

const from = "{{flow.channel.address}}";
const found = (...widgets: object[]) =>
  checkFlow(exampleDefinition({ startedBy: "incomingCall", widgets })).map(
    ({ severity, code, path, message }) =>
      `${severity} ${code} at ${path.replace("states[1].properties.", "")}: ${message.replace('widget "it": ', "")}`,
  );
const flex = (attributes: string) =>
  found(
    widget(
      "it",
      "send-to-flex",
      { workflow, channel, attributes },
      { failedToEnqueue: "goodbye", callFailure: "goodbye" },
    ),
    goodbye,
  );
const enqueue = (task_attributes: string) =>
  found(
    widget(
      "it",
      "enqueue-call",
      { workflow_sid: workflow, task_attributes },
      { failedToEnqueue: "goodbye", callFailure: "goodbye" },
    ),
    goodbye,
  );
const tell = (properties: object) =>
  found(widget("it", "send-message", { from, body: "Hello.", ...properties }));

test("attributes of a task must be a JSON object", () => {
  expect(flex('{"name": "{{trigger.call.From}}"')).toEqual([
    "error attributes_not_json at attributes: attributes is not valid JSON: it ends too soon; no task would be created (81015)",
  ]);
  expect(enqueue("[]")).toEqual([
    "error attributes_not_json at task_attributes: task_attributes is not a JSON object; no task would be created (81015)",
  ]);
  expect(tell({ attributes: "{" })).toEqual([
    "warning attributes_not_json at attributes: attributes is not valid JSON: it ends too soon",
  ]);
  expect(tell({ attributes: "" })).toEqual([]);
});

test("a string without quotation marks is a warning, as it may be a number", () => {
  const says = (key: string) =>
    `in ${key} {{trigger.call.From}} has no quotation marks around it, and a value that is not a number makes the JSON invalid; write {{trigger.call.From | to_json}}`;

  expect(flex('{"from": {{trigger.call.From}}}')).toEqual([
    `warning attributes_not_json at attributes: ${says("attributes")}`,
  ]);
  expect(
    found(
      widget(
        "it",
        "make-http-request",
        {
          url: "https://a.example",
          method: "POST",
          content_type: "application/json;charset=utf-8",
          body: '{"from": {{trigger.call.From}}}',
        },
        { success: "goodbye", failed: "goodbye" },
      ),
      goodbye,
    ),
  ).toEqual([`warning body_not_json at body: ${says("body")}`]);
  expect(flex("{{trigger.call.From}}")).toEqual([]);
});

test("task attributes are limited to 1,024 characters, whatever Liquid adds", () => {
  const text = (length: number) => "x".repeat(length - '{"long":""}'.length);

  expect(flex(`{"long":"${text(1_024)}"}`)).toEqual([]);
  expect(enqueue(`{"long":"${text(1_025)}"}`)).toEqual([
    "error attributes_too_long at task_attributes: task_attributes have 1025 characters even without Liquid's output; the maximum is 1024",
  ]);
  expect(flex(`{"long":"${text(1_020)}{{flow.sid}}"}`)).toEqual([
    "warning attributes_too_long at attributes: attributes have 1032 characters before Liquid is rendered, and the maximum after rendering is 1024; make sure that they become shorter",
  ]);
  expect(flex(`{"long":"{% if flow.sid %}${text(1_020)}{% else %}b{% endif %}"}`)).toEqual([
    expect.stringMatching(/^warning attributes_too_long/),
  ]);
});

test("the body of a JSON request must be JSON, unless it has placeholders", () => {
  const request = (body: string, content_type = "application/json;charset=utf-8") =>
    found(
      widget("it", "make-http-request", { url: "https://a.example", method: "POST", content_type, body }),
    );

  expect(request('{"a": "{{flow.sid}}", "b": [1, {{flow.add_ons.n}}]}')).toEqual([]);
  expect(request("[1]")).toEqual([]);
  expect(request("")).toEqual([]);
  expect(request("a=1", "application/x-www-form-urlencoded")).toEqual([]);
  expect(request('{"a": <COUNT_HERE>}')).toEqual([expect.stringMatching(/^warning placeholder/)]);
  expect(request("{a: 1}")).toEqual([
    "warning body_not_json at body: body is not valid JSON: unexpected characters (column 2), though the content type says it is",
  ]);
});

test("a message is limited to 1,600 characters, any other value to 16 KB", () => {
  expect(tell({ body: "é".repeat(1_600) })).toEqual([]);
  expect(tell({ body: `${"x".repeat(1_601)}{{flow.sid}}` })).toEqual([
    "warning text_too_long at body: body has 1601 characters, and an SMS or WhatsApp message has at most 1600 (21617); split it",
  ]);
  expect(tell({ media_url: `https://a.example/${"é".repeat(8_200)}` })).toEqual([
    "warning text_too_long at media_url: media_url has 16418 bytes, and a value holds at most 16384; it would be empty (81018)",
  ]);
});

test("a chat message is not limited to 1,600 characters, any rendered value to 16 KB", () => {
  const long = (startedBy: TriggerEvent, length: number, attributes = "") => {
    const body = "x".repeat(length);
    const it = widget("it", "send-message", { from, body, attributes });
    return checkFlow(exampleDefinition({ startedBy, widgets: [it] })).map(({ code }) => code);
  };

  expect(long("incomingConversationMessage", 1_700)).toEqual([]);
  expect(long("incomingMessage", 1_700, '{"form": true}')).toEqual([]);
  expect(long("incomingConversationMessage", 17_000)).toEqual(["text_too_long"]);
  for (const start of ["incomingMessage", "incomingCall", "incomingRequest", "incomingParent"] as const)
    expect(long(start, 1_700)).toEqual(["text_too_long"]);
});

test("a flow can have 50 subflows and 150 Run Subflow widgets, and one revision of each subflow", () => {
  const run = (index: number, sid: number, flow_revision = "LatestPublished") =>
    widget(
      `sub_${index}`,
      "run-subflow",
      { flow_sid: `FW${sid}`, flow_revision },
      { completed: `sub_${index + 1}`, failed: `sub_${index + 1}` },
    );
  const runs = (count: number, sids: number) => [
    ...Array.from({ length: count }, (_, index) => run(index, index % sids)),
    widget(`sub_${count}`, "say-play", { say: "Done." }),
  ];

  expect(found(...runs(150, 50))).toEqual([]);
  expect(found(...runs(151, 50))).toEqual([
    'warning subflow_limit at states[151]: widget "sub_150": the flow has 151 Run Subflow widgets; the maximum is 150',
  ]);
  expect(found(...runs(51, 51))).toEqual([
    'warning subflow_limit at states[51]: widget "sub_50": the flow runs 51 different subflows; the maximum is 50',
  ]);
  expect(found(run(0, 1), run(1, 1, "2"), widget("sub_2", "say-play", { say: "Done." }))).toEqual([
    'warning subflow_limit at states[2].properties.flow_revision: widget "sub_1": runs a different revision of the subflow than "sub_0"; a flow can run only one revision of a subflow',
  ]);
});
