// The figures as a table: what was measured, the result, the target.

import Table from "cli-table3";
import { colors } from "../terminal/colors.ts";
import type { FlowFigures } from "./flowFigures.ts";
import type { StackFigures } from "./stackFigures.ts";

export interface Figures {
  machine: string;
  flows?: FlowFigures;
  stack?: StackFigures;
}

type Row = [what: string, measured: string, target: string];

export function describeFigures({ machine, flows, stack }: Figures): string {
  const table = new Table({ head: ["", "measured", "target"], style: { head: [], border: [] } });
  const part = (title: string, rows: Row[]) =>
    table.push([{ colSpan: 3, content: colors.bold(title) }], ...rows);
  if (flows) {
    const { folder, checkMs, drawMs, handoffs } = flows;
    part("Studio flows", [
      ["check of 130 widgets, warm", `${checkMs.toFixed(1)} ms`, "under 50 ms"],
      ["SVG of 130 widgets, warm", `${drawMs.toFixed(0)} ms`, ""],
      ["1,000 hand-offs simulated", `${handoffs.toFixed(2)} s`, "under 2 s"],
    ]);
    if (folder) {
      const { path, flows: total, crashed, falseErrors, broken, sameAgain } = folder;
      part(`Every flow in ${path}`, [
        ["checked, drawn and explored without a crash", `${total - crashed.length} of ${total}`, "all"],
        ["errors on valid flows", String(falseErrors.length), "0"],
        ["broken flows found", `${broken.found.length} of ${broken.total}`, "all"],
        ["equivalent after import and compilation", `${sameAgain} of ${total}`, "all"],
      ]);
    }
  }
  if (stack) {
    part(`The stack, Pulumi ${stack.pulumi}`, [
      [
        `preview without changes, empty program, median of ${stack.runs}`,
        `${stack.emptyPreview.toFixed(2)} s`,
        "",
      ],
      ["preview without changes, the whole stack", `${stack.stackPreview.toFixed(2)} s`, ""],
      ["ratio of the two", stack.ratio.toFixed(2), "1.3"],
      ["first pulumi up", `${stack.firstUp.toFixed(1)} s`, ""],
      ["npm run demo", `${stack.demo.toFixed(1)} s`, ""],
    ]);
  }
  const { crashed = [], falseErrors = [] } = flows?.folder ?? {};
  return [`On ${machine}`, "", table.toString(), ...crashed, ...falseErrors].join("\n");
}
