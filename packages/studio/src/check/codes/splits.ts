// Codes for splits.

import { goodbye, type IssueCode, split, widget } from "./issueCode.ts";

const input = "{{trigger.call.From}}";
const hello = widget("hello", "say-play", { say: "Hello." }, { audioComplete: null });

export const splits = {
  match_condition: {
    severity: "either",
    title: "A match without exactly one condition",
    explanation:
      "Every match of a deployed split has one condition with one argument. An error if there is no condition, since there is nothing to compare; a warning if there are several, or conditions on another event.",
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
    remedy: "Give every match one condition; turn two conditions into two matches.",
  },
  split_without_match: {
    severity: "warning",
    title: "A split that decides nothing",
    explanation: "There is no match, so every execution takes `noMatch`.",
    example: { widgets: [split("who", input, [], "goodbye"), goodbye] },
    remedy: "Add a match, or bypass the split.",
  },
  stale_argument: {
    severity: "warning",
    title: "A condition tests something other than its split",
    explanation:
      "The argument of a condition repeats the split's input. If a split was copied and its input changed, the old input may be left over; which of the two counts is not documented.",
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
      "A regular expression that is invalid or enclosed in slashes, a value that is not a number, a time that is not HH:MM, a date that is not YYYY-MM-DD, an empty entry in a list, an empty search string. The condition is then never true, or always true.",
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
    remedy: "Write the value as shown in the message.",
  },
  branch_never_taken: {
    severity: "warning",
    title: "A match that is never taken",
    explanation:
      "Matches are tried in order, and an earlier one is true whenever this one would be. Comparisons ignore case and leading and trailing spaces.",
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
  speech_compared: {
    severity: "warning",
    title: "What a caller said is compared exactly",
    explanation:
      "Speech recognition returns sentences with punctuation: `Yes.` for yes. Comparisons ignore case but not punctuation, so `equal_to` and `matches_any_of` miss the caller's answer, also if a variable contains it. Not reported if a value ends with punctuation or a filter removes it.",
    example: {
      widgets: [
        widget(
          "ask",
          "gather-input-on-call",
          { say: "Yes or no?" },
          { keypress: "which", speech: "which", timeout: "goodbye" },
        ),
        split(
          "which",
          "{{widgets.ask.SpeechResult}}",
          [{ type: "equal_to", value: "yes", next: "hello" }],
          "goodbye",
        ),
        hello,
        goodbye,
      ],
    },
    remedy:
      "Use `contains`, add the value with a full stop to `matches_any_of`, write a `regex` such as `yes\\W*`, or remove it: `{{… | replace: '.', ''}}`.",
  },
} as const satisfies Record<string, IssueCode>;
