import { expect, test } from "vitest";
import { conditionTypes } from "../../widgets/condition.ts";
import { findWidgetType, widgetTypes } from "../../widgets/table.ts";
import { describeEvent, detailOf, detailProperties } from "./words.ts";

test.each([
  ["equal_to", "1", "equals 1"],
  ["not_equal_to", "1", "does not equal 1"],
  ["contains", "sales", "contains sales"],
  ["does_not_start_with", "+1", "does not start with +1"],
  ["matches_any_of", "1, one", "is one of 1, one"],
  ["is_blank", "Is Blank", "is blank"],
  ["is_after_time", "09:00", "is after 09:00"],
  ["brand_new", 5, "brand new 5"],
])("a match on %s %s is described as: %s", (type, value, said) => {
  expect(describeEvent("match", [{ type, value }])).toBe(said);
});

test("every condition is described without underscores", () => {
  expect(
    conditionTypes.filter((type) => describeEvent("match", [{ type, value: "x" }]).includes("_")),
  ).toEqual([]);
});

test("an event without conditions is described by its name, and one without a name is not blank", () => {
  expect(describeEvent("audioComplete", undefined)).toBe("audioComplete");
  expect(describeEvent("match", [])).toBe("match");
  expect(describeEvent(" \n", undefined)).toBe("(no event)");
});

test("the properties that describe a widget exist in the table of widget types", () => {
  const unknown = Object.entries(detailProperties).flatMap(([type, keys]) =>
    keys
      .filter((key) => !Object.hasOwn(findWidgetType(type)?.properties.shape ?? {}, key))
      .map((key) => `${type}.${key}`),
  );
  expect(unknown).toEqual([]);
});

test.each([
  ["say-play", { say: "Hello\nthere" }, "Hello there"],
  ["say-play", { say: "", play: "https://example.com/a.mp3" }, "https://example.com/a.mp3"],
  ["send-message", { body: "Hi", from: "+1" }, "Hi"],
  ["send-message", { message_type: "content_template", content_sid: "HX1" }, "HX1"],
  ["make-http-request", { url: "{{flow.variables.url}}" }, "GET {{flow.variables.url}}"],
  ["make-http-request", { url: "http://a:b@c/d?e#f", method: "POST" }, "POST http://…@c/d?…"],
  ["set-variables", { variables: [{ key: "a", value: "1" }, "odd", { value: "2" }, { key: "b" }] }, "a, b"],
  ["set-variables", { variables: "odd" }, ""],
  ["split-based-on", { input: "{{x}}" }, "{{x}}"],
  ["never-heard-of", { url: "https://example.com", say: "Hi" }, "Hi"],
  ["never-heard-of", { say: { deep: 1 } }, '{"deep":1}'],
  ["trigger", {}, ""],
  ["constructor", {}, ""],
])("%s with %j is described by: %s", (type, properties, said) => {
  expect(detailOf(type, properties)).toBe(said);
});

test("every widget type with properties to fill in is described by one of them", () => {
  const silent = Object.entries(widgetTypes).flatMap(([type, { properties }]) => {
    const filled = Object.fromEntries(Object.keys(properties.shape).map((key) => [key, "x"]));
    const { offset: _, variables, ...texts } = filled;
    return detailOf(type, variables ? { variables: [{ key: "x" }] } : texts) === "" ? [type] : [];
  });
  expect(silent).toEqual(["trigger", "record-voicemail", "record-call"]);
});
