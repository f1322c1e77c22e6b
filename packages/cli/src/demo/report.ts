// What the demo prints about a hand-off: the path through the flow, and what an agent in Flex would see.

import { colors } from "../terminal/colors.ts";
import type { Handoff, Task } from "./handoffs.ts";

export function describeHandoff({ title, path, waitsAt, tasks }: Handoff): string {
  const end = waitsAt === undefined ? "end" : `${waitsAt}, where the call waits for an agent`;
  const widgets = [...path.map(({ widget }) => widget), end];
  const steps = widgets.map((widget, index) => {
    const event = path[index - 1]?.event;
    return event === undefined ? `  path  ${widget}` : `        ${colors.dim(`–${event}→`)} ${widget}`;
  });
  return [
    colors.bold(title),
    ...steps,
    ...(tasks.length === 0 ? ["  Flex  no task"] : tasks.flatMap(describeTask)),
  ].join("\n");
}

function describeTask(task: Task): string[] {
  const { sid, workflow, queue, taskChannel, priority, timeoutSeconds, attributes } = task;
  const header = `task ${sid}: channel ${taskChannel}, workflow "${workflow}", queue "${queue}", priority ${priority}, timeout ${timeoutSeconds} s`;
  return [`  Flex  ${colors.green(header)}`, ...describeAttributes(attributes, "        ")];
}

/** One attribute per line, nested ones indented, names aligned. */
function describeAttributes(attributes: Record<string, unknown>, indent: string): string[] {
  const width = Math.max(...Object.keys(attributes).map((name) => name.length));
  return Object.entries(attributes).flatMap(([name, value]) => {
    const label = `${indent}${colors.cyan(name.padEnd(width))}`;
    if (typeof value !== "object" || value === null) return [`${label}  ${JSON.stringify(value)}`];
    return [label.trimEnd(), ...describeAttributes(value as Record<string, unknown>, `${indent}  `)];
  });
}
