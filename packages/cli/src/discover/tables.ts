// Tables of what was found and what is proposed, for a terminal of 80 columns. Colors only in a terminal.

import { oneLine } from "@tac-handoff/studio/terminal";
import Table from "cli-table3";
import { colors } from "../terminal/colors.ts";
import { proposedKeys } from "./decide/keys.ts";
import type { Proposal } from "./decide/propose.ts";
import { describeAddress, describeConfiguration, describeNumber } from "./describe.ts";
import { type Inventory, type Kind, kinds } from "./inventory/inventory.ts";

/** IDs of the newer APIs have up to 45 characters and must not break: users copy them. 47 + 30 + borders = 80. */
const widths = [47, 30];

/** The maximum number of rows of one type; `--json` has all of them. */
const shownRows = 12;

type Row = [what: string, notes: string];

/** One table with all types of objects in the account. */
export function foundTable(found: Inventory): string {
  const table = newTable();
  for (const [kind, rows] of Object.entries(rowsOf(found)) as [Kind, Row[]][]) {
    const refusal = found.refused.find((each) => each.kind === kind);
    const count = refusal ? "could not be read" : rows.length === 0 ? "none" : String(rows.length);
    table.push([{ colSpan: 2, content: `${colors.bold(kinds[kind])}: ${count}` }]);
    table.push(...rows.slice(0, shownRows));
    if (rows.length > shownRows) table.push([`… and ${rows.length - shownRows} more (--json)`, ""]);
  }
  return table.toString();
}

/** What is written to the stack file, and why. */
export function proposalTable({ answers }: Proposal): string {
  const table = newTable();
  table.push([{ colSpan: 2, content: colors.bold("proposed for the stack, with the reason") }]);
  for (const key of proposedKeys) {
    const answer = answers[key];
    if (answer.kind === "question")
      table.push([`${key}\n${colors.yellow("to be decided")}`, answer.question]);
    if (answer.kind !== "value") continue;
    const value = oneLine([answer.value].flat().join(", "));
    table.push([`${key}\n${colors.green(value)}`, oneLine(answer.why)]);
  }
  return table.toString();
}

export function refusals({ refused }: Inventory): string {
  return refused.map(({ kind, reason }) => `- ${kinds[kind]}: ${reason}`).join("\n");
}

function newTable() {
  return new Table({ colWidths: widths, wordWrap: true, style: { head: [], border: [] } });
}

function rowsOf(found: Inventory): Record<Kind, Row[]> {
  const { flex } = found;
  const named = (rows: { sid: string; friendly_name?: string | null | undefined }[]): Row[] =>
    rows.map(({ sid, friendly_name }) => [sid, oneLine(friendly_name ?? "")]);
  return {
    phoneNumbers: found.phoneNumbers.map((number) => [
      both(number.phone_number, number.friendly_name),
      describeNumber(found, number).map(oneLine).join("\n"),
    ]),
    addresses: found.addresses.map((address) => [
      both(address.address, address.friendly_name),
      oneLine(`${address.type}, ${describeAddress(found, address)}`),
    ]),
    rcsSenders: found.rcsSenders.map((sender) => [oneLine(sender), ""]),
    classicServices: named(found.classicServices),
    flex: flex
      ? [[`workspace ${flex.taskrouter_workspace_sid ?? "none"}`, `UI ${flex.ui_version ?? "unknown"}`]]
      : [],
    workflows: named(found.workflows),
    taskChannels:
      found.taskChannels.length === 0
        ? []
        : [[found.taskChannels.map(({ unique_name }) => oneLine(unique_name)).join(", "), "unique names"]],
    orchestratorConfigurations: found.orchestratorConfigurations.map((configuration) => [
      both(configuration.id, configuration.displayName),
      describeConfiguration(configuration).join("\n"),
    ]),
    intelligenceConfigurations: found.intelligenceConfigurations.map(({ id, displayName, rules }) => [
      both(id, displayName),
      `${rules?.length ?? 0} rules`,
    ]),
    memoryStores: found.memoryStores.map(({ id, displayName, status }) => [
      both(id, displayName),
      status ?? "no status",
    ]),
    flows: found.flows.map(({ sid, friendly_name, status }) => [both(sid, friendly_name), status ?? ""]),
  };
}

function both(id: string, name: string | null | undefined): string {
  return name ? `${oneLine(id)}\n${oneLine(name)}` : oneLine(id);
}
