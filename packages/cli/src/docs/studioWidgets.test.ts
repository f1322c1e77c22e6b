import { namesOnly, widgetTypes } from "@tac-handoff/studio/widgets/table";
import { expect, test } from "vitest";
import { studioWidgetsPage } from "./studioWidgets.ts";

const page = studioWidgetsPage(widgetTypes, namesOnly);
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.split("`")[1] ?? "", text]),
);

test("every type has a section with all its events and properties", () => {
  expect([...sections.keys()]).toEqual(Object.keys(widgetTypes));
  for (const [type, { events, properties }] of Object.entries(widgetTypes)) {
    for (const event of events)
      expect(sections.get(type), type).toMatch(new RegExp(`^(Events:|[^|]).*\`${event}\``, "m"));
    for (const name of Object.keys(properties.shape).filter((key) => key !== "offset"))
      expect(sections.get(type), `${type} ${name}`).toContain(`| \`${name}\` |`);
  }
});

test("a row has type, range, requirement and default as Twilio requires them", () => {
  expect(sections.get("send-and-wait-for-reply")).toContain(
    "| `timeout` | number as string, 0 to 2,592,000, Liquid |  | `3600` | Seconds, as a string. |",
  );
  expect(sections.get("gather-input-on-call")).toContain(
    "| `timeout` | integer, 0 to 30 |  | `5` | Seconds, as a number. |",
  );
  expect(sections.get("make-http-request")).toContain("| `parameters[].key` | string | yes |  |  |");
  expect(sections.get("send-to-flex")).toContain(
    "| `workflow` | SID, Liquid | yes |  | SID of a TaskRouter workflow (WW…) |",
  );
});

test("what is only assumed is marked as inferred", () => {
  expect(sections.get("resume-conversation")).toContain("Certainty: inferred.");
});
