// docs/studio-issues.md: every code of the flow check, generated from the table of codes.

import type { IssueCode, IssueExample } from "@tac-handoff/studio";
import { codeBlock, generatedFrom, page, prose, table } from "./markdown.ts";

/** The whole page. */
export function studioIssuesPage(codes: Readonly<Record<string, IssueCode>>): string {
  return page([
    generatedFrom("packages/studio/src/check/codes"),
    "# Issues of the flow check",
    prose(`\`checkFlow\` reads a flow's definition without calling Twilio and lists every issue as
      \`{ code, severity, path, message }\`. An **error** is rejected by Twilio or fails whenever the widget runs; a flow in
      production should have none. A **warning** may be intentional. The message of an issue describes what was found
      and how to fix it in this place; this page explains what each code means.`),
    prose(
      `Each example is a flow with exactly this issue: either the whole definition, or the widgets after its trigger.`,
    ),
    table(
      ["Code", "Severity", "Description"],
      Object.entries(codes).map(([code, { severity, title }]) => [
        `[\`${code}\`](#${code})`,
        severities[severity],
        title,
      ]),
    ),
    ...Object.entries(codes).flatMap(([code, entry]) => section(code, entry)),
  ]);
}

const severities = { error: "error", warning: "warning", either: "error or warning" } as const;

function section(code: string, { severity, title, explanation, example, remedy }: IssueCode): string[] {
  return [
    `## \`${code}\``,
    `${title}. *${severities[severity]}*`,
    prose(explanation),
    ...shown(example),
    prose(`**Remedy.** ${remedy}`),
  ];
}

function shown(example: IssueExample): string[] {
  if ("definition" in example) return [codeBlock("json", [json(example.definition)])];
  const { widgets, startedBy = "incomingCall", payload } = example;
  return [
    `After \`${startedBy}\`:`,
    codeBlock("json", [json(widgets)]),
    ...(payload ? ["With this schema of the payload:", codeBlock("json", [json(payload)])] : []),
  ];
}

/** JSON with short values on one line. */
function json(value: unknown, indent = ""): string {
  const line = inline(value);
  if (indent.length + line.length <= 100 || typeof value !== "object" || value === null) return line;
  const inner = `${indent}  `;
  const members = Array.isArray(value)
    ? value.map((member: unknown) => json(member, inner))
    : Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${json(member, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return [open, members.map((member) => `${inner}${member}`).join(",\n"), `${indent}${close}`].join("\n");
}

function inline(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(shortened(value));
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

/** Strings that are long on purpose are shortened. */
function shortened(text: string): string {
  return text.length <= 100
    ? text
    : `${text.slice(0, 40)}… (${text.length.toLocaleString("en-GB")} characters)`;
}
