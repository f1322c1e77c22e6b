// Codes for flows that read a hand-off, reported when its contract is known.

import { type IssueCode, split, widget } from "./issueCode.ts";

const note = (name: string) =>
  widget(name, "set-variables", { variables: [{ key: "team", value: name }] }, { next: null });
const payload = {
  properties: {
    attributes: { properties: { department: { type: "string" }, priority: { enum: ["low", "high"] } } },
  },
};
const attributes = "flow.data.HandoffData.attributes";

export const handoff = {
  unknown_attribute: {
    severity: "error",
    title: "Liquid reads an attribute that the hand-off does not have",
    explanation:
      "The attribute is not in the attribute contract, so the value is always empty and a split on it takes the same way for every customer. Reported with the contract only (`checkFlow(flow, { payload })`, `check --payload`, and `pulumi preview` for all flows of the stack), for attributes at `flow.data.HandoffData` and `flow.variables.handoff`, also by a name that `assign` gave them.",
    example: {
      payload,
      startedBy: "incomingRequest",
      widgets: [
        split(
          "which",
          `{{${attributes}.departmet}}`,
          [{ type: "equal_to", value: "billing", next: "first" }],
          "second",
        ),
        note("first"),
        note("second"),
      ],
    },
    remedy: "Correct the name, or add the attribute to the contract.",
  },
  attribute_value: {
    severity: "error",
    title: "An attribute of the hand-off is compared with a value that it never has",
    explanation:
      "The contract lists the values of the attribute, and this one is not among them, so the comparison always has the same result. Splits compare without regard to case and blanks, Liquid compares exactly. Reported with the contract only, as above.",
    example: {
      payload,
      startedBy: "incomingRequest",
      widgets: [
        split(
          "which",
          `{{${attributes}.priority}}`,
          [{ type: "equal_to", value: "high!", next: "first" }],
          "second",
        ),
        note("first"),
        note("second"),
      ],
    },
    remedy: "Correct the value, or add it to the contract.",
  },
} as const satisfies Record<string, IssueCode>;
