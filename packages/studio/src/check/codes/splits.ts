// Codes of splits.

import { goodbye, type IssueCode, split, widget } from "./issueCode.ts";

const input = "{{trigger.call.From}}";
const hello = widget("hello", "say-play", { say: "Hello." }, { audioComplete: null });

export const splits = {
  match_condition: {
    severity: "either",
    title: "A match without exactly one condition",
    explanation:
      "Every match of a deployed split has one condition with one argument. An error without any condition, since there is nothing to compare; a warning where there are several, or conditions on another event.",
    example: {
      widgets: [
        {
          name: "who",
          type: "split-based-on",
          properties: { input },
          transitions: [
            { event: "noMatch", next: "goodbye" },
            { event: "match", next: "hello", conditions: [] },
          ],
        },
        hello,
        goodbye,
      ],
    },
    remedy: "Give every match one condition; make two matches where there were two conditions.",
  },
  split_without_match: {
    severity: "warning",
    title: "A split that decides nothing",
    explanation: "There is no match, so every execution takes `noMatch`.",
    example: { widgets: [split("who", input, [], "goodbye"), goodbye] },
    remedy: "Add a match, or lead past the split.",
  },
  stale_argument: {
    severity: "warning",
    title: "A condition looks at something else than its split",
    explanation:
      "The argument of a condition repeats the split's input. After a split was copied and its input changed, the old one may be left behind; which of the two counts is not documented.",
    example: {
      widgets: [
        {
          ...split("who", input, [], "goodbye"),
          transitions: [
            { event: "noMatch", next: "goodbye" },
            {
              event: "match",
              next: "hello",
              conditions: [
                {
                  friendly_name: "If value starts_with +1",
                  arguments: ["{{trigger.call.To}}"],
                  type: "starts_with",
                  value: "+1",
                },
              ],
            },
          ],
        },
        hello,
        goodbye,
      ],
    },
    remedy: "Write the split's input into the condition's argument.",
  },
  condition_value: {
    severity: "warning",
    title: "A condition's value cannot be compared",
    explanation:
      "A regular expression that does not parse or stands between slashes, a number that is none, a time not written HH:MM or a date not YYYY-MM-DD, an empty entry in a list, an empty text to look for. The condition is then never true, or always.",
    example: {
      widgets: [
        split(
          "late",
          "{{trigger.call.CallerZip}}",
          [{ type: "is_after_time", value: "9:00", next: "hello" }],
          "goodbye",
        ),
        hello,
        goodbye,
      ],
    },
    remedy: "Write the value as the message says.",
  },
  branch_never_taken: {
    severity: "warning",
    title: "A match that is never taken",
    explanation:
      "Matches are tried in their order, and one before this is true whenever this one would be. Comparisons ignore case and blanks at both ends.",
    example: {
      widgets: [
        split(
          "who",
          "{{trigger.call.CallerCity}}",
          [
            { type: "contains", value: "san", next: "hello" },
            { type: "equal_to", value: "San Diego", next: "goodbye" },
          ],
          "goodbye",
        ),
        hello,
        goodbye,
      ],
    },
    remedy: "Put the narrower condition first, or delete it.",
  },
} as const satisfies Record<string, IssueCode>;
