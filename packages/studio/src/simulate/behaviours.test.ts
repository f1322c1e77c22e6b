import { expect, test } from "vitest";
import { defineFlow, sayPlay, sendMessage, setVariables, split } from "../build/build.ts";
import { simulate } from "./scenario/runScenario.ts";
import { request, run } from "./testing/aloneWidget.ts";

test("a variable of type json_object keeps its JSON types, whether given as a string or as an object", async () => {
  const HandoffData = { attributes: { urgent: true }, n: 1 };
  const { variables, warnings } = await run(
    setVariables({
      variables: {
        text: { json_object: "{{flow.data.text}}" },
        object: { json_object: "{{flow.data.HandoffData}}" },
        mixed: { json_object: '{"n": {{flow.data.HandoffData.n}}}' },
        plain: "{{flow.data.HandoffData.n}}",
      },
    }),
    { trigger: request({ text: JSON.stringify(HandoffData), HandoffData }) },
  );

  expect(variables).toEqual({ text: HandoffData, object: HandoffData, mixed: { n: 1 }, plain: 1 });
  expect(warnings).toEqual([]);
});

test("a value that cannot be parsed as json_object stays empty with warning 81027", async () => {
  const { variables, warnings } = await run(
    setVariables({ variables: { broken: { json_object: "{a" }, number: { json_object: "5" } } }),
  );

  expect(variables).toEqual({ broken: "", number: "" });
  expect(warnings).toEqual([
    { code: 81027, widget: "it", message: expect.stringMatching(/^variable broken: not valid JSON \(/) },
    { code: 81027, widget: "it", message: "variable number: 5 is neither an object nor a list" },
  ]);
});

test("a template with an error renders empty with warning 81018, and the flow continues", async () => {
  const { variables, warnings, execution } = await run(
    setVariables({ variables: { x: "a {{ b | }} {{ c + 1 }}" } }),
  );

  expect(variables).toEqual({ x: "" });
  expect(warnings).toEqual([
    { code: 81018, widget: "it", message: 'variables x: expected "|" before filter' },
  ]);
  expect(execution.status).toBe("ended");
});

test.each([
  ["sales please", "sales"],
  ["2", "two"],
  ["", "blank"],
  ["other", "rest"],
])("a split takes the first match that is true: %j", async (Body, taken) => {
  const definition = defineFlow({
    description: "",
    trigger: { incomingRequest: "choose" },
    widgets: {
      choose: split({
        input: "{{flow.data.Body}}",
        match: [
          { contains: "SALES", next: "sales" },
          { equal_to: "{{flow.data.two}}", next: "two" },
          { contains: "sales", next: "two" },
          { is_blank: true, next: "blank" },
        ],
        noMatch: "rest",
      }),
      sales: setVariables({ variables: {} }),
      two: setVariables({ variables: {} }),
      blank: setVariables({ variables: {} }),
      rest: setVariables({ variables: {} }),
    },
  });

  const { path, warnings } = await simulate(definition, { trigger: request({ Body, two: "2" }) });

  expect(path).toEqual(["Trigger", "choose", taken]);
  expect(warnings).toEqual([]);
});

test("a content template is sent by its SID and variables", async () => {
  const { messages } = await run(
    sendMessage({
      message_type: "content_template",
      content_sid: "HX1",
      content_variables: [{ key: "1", value: "{{trigger.call.From}}" }],
      on: { failed: undefined },
    }),
  );

  expect(messages).toEqual([
    {
      from: "+15550002",
      to: "+15550001",
      body: "",
      contentSid: "HX1",
      contentVariables: { "1": "+15550001" },
    },
  ]);
});

test("Say/Play without a call says nothing, warns and continues", async () => {
  const { execution, warnings } = await run(sayPlay({ say: "Hello" }), { trigger: request() });

  expect(execution).toMatchObject({ twiml: [], status: "ended", steps: [{}, { event: "audioComplete" }] });
  expect(warnings).toEqual([
    { code: 81020, widget: "it", message: "there is no call to say or play anything on" },
  ]);
});
