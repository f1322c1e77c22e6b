// Which widgets an execution can reach, from where, with what, and after how many steps.

import { findWidgetType } from "../widgets/table.ts";
import { type TriggerEvent, triggerEvents } from "../widgets/widgetType.ts";
import { possibleTransitions } from "./branches.ts";
import type { Arrival, Node } from "./node.ts";

/** Returns the different ways in which executions reach each widget; unreachable widgets are missing. */
export function findArrivals(nodes: readonly Node[]): Map<string, Arrival[]> {
  const byName = nodesByName(nodes);
  const arrived = new Map<string, Map<string, Arrival>>();
  const open: [Node, Arrival][] = [];

  const arrive = (name: string | undefined, arrival: Arrival) => {
    const node = name ? byName.get(name) : undefined;
    if (!node) return;
    const ways = arrived.get(node.name) ?? new Map<string, Arrival>();
    const key = `${arrival.start} ${arrival.anything} ${arrival.gained.join()}`;
    if (ways.has(key)) return;
    arrived.set(node.name, ways.set(key, arrival));
    open.push([node, arrival]);
  };

  for (const trigger of nodes.filter(({ type }) => type === "trigger"))
    for (const { event, next } of trigger.transitions)
      if (isTriggerEvent(event)) arrive(next, { start: event, gained: [], anything: false });
  for (let step = open.pop(); step; step = open.pop()) {
    const [node, arrival] = step;
    for (const { event, next } of possibleTransitions(node, arrival))
      arrive(next, arrivalAfter(node, event, arrival));
  }
  return new Map([...arrived].map(([name, ways]) => [name, [...ways.values()]]));
}

function arrivalAfter({ type }: Node, event: string, arrival: Arrival): Arrival {
  const row = findWidgetType(type);
  if (!row || type === "run-subflow") return { ...arrival, anything: true };
  const given = row.gives && Object.hasOwn(row.gives, event) ? row.gives[event] : undefined;
  if (given === undefined || arrival.gained.includes(given)) return arrival;
  return { ...arrival, gained: [...arrival.gained, given].toSorted() };
}

/** Returns whether an execution that arrives in one of these ways was started by, or has acquired, one of the triggers. */
export function isStartedByAny(ways: readonly Arrival[], triggers: readonly TriggerEvent[]): boolean {
  return ways.some(({ start, gained }) => [start, ...gained].some((each) => triggers.includes(each)));
}

/** Returns the smallest number of steps from `first` to each reachable widget. */
export function measureDepths(nodes: readonly Node[], first: string): Map<string, number> {
  return stepsFrom(nodesByName(nodes), first);
}

function stepsFrom(byName: ReadonlyMap<string, Node>, first: string): Map<string, number> {
  const depth = new Map([[first, 0]]);
  // Iterating over a Map includes entries added meanwhile: this is a breadth-first search.
  for (const [name, steps] of depth)
    for (const { next } of byName.get(name)?.transitions ?? [])
      if (next && byName.has(next) && !depth.has(next)) depth.set(next, steps + 1);
  return depth;
}

/**
 * Returns a function that lists the events of one widget by which executions can reach another, in any number of steps.
 * Results are cached, so that many questions about one flow are cheap.
 */
export function predecessors(nodes: readonly Node[]): (before: string, after: string) => readonly string[] {
  const byName = nodesByName(nodes);
  const reachable = new Map<string, ReadonlyMap<string, number>>();
  const from = (name: string) => {
    const known = reachable.get(name) ?? stepsFrom(byName, name);
    reachable.set(name, known);
    return known;
  };
  return (before, after) => [
    ...new Set(
      (byName.get(before)?.transitions ?? []).flatMap(({ event, next }) =>
        next && byName.has(next) && from(next).has(after) ? [event] : [],
      ),
    ),
  ];
}

/** Returns the groups of widgets that lead to each other (strongly connected), including single widgets that lead to themselves. */
export function findLoops(nodes: readonly Node[]): Node[][] {
  const byName = nodesByName(nodes);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: Node[] = [];
  const onStack = new Set<string>();
  const found: Node[][] = [];
  const targets = ({ transitions }: Node) =>
    transitions.flatMap(({ next }) => (next ? (byName.get(next) ?? []) : []));
  const lower = (name: string, to: number) => low.set(name, Math.min(low.get(name) ?? to, to));

  // Tarjan's algorithm with a list in place of the call stack, which a long flow would exceed.
  for (const root of byName.values()) {
    const calls: { node: Node; rest: Node[] }[] = [];
    const enter = (node: Node) => {
      index.set(node.name, index.size);
      lower(node.name, index.size - 1);
      stack.push(node);
      onStack.add(node.name);
      calls.push({ node, rest: targets(node) });
    };
    if (!index.has(root.name)) enter(root);
    for (let call = calls.at(-1); call; call = calls.at(-1)) {
      const { node, rest } = call;
      const target = rest.pop();
      if (target) {
        if (!index.has(target.name)) enter(target);
        else if (onStack.has(target.name)) lower(node.name, index.get(target.name) ?? 0);
        continue;
      }
      calls.pop();
      const caller = calls.at(-1)?.node;
      if (caller) lower(caller.name, low.get(node.name) ?? 0);
      if (low.get(node.name) !== index.get(node.name)) continue;
      const group = stack.splice(stack.findIndex(({ name }) => name === node.name));
      for (const { name } of group) onStack.delete(name);
      if (group.length > 1 || targets(node).includes(node)) found.push(group);
    }
  }
  return found;
}

export function isTriggerEvent(event: string): event is TriggerEvent {
  return triggerEvents.some((known) => known === event);
}

/** Of two widgets with the same name the first counts. */
function nodesByName(nodes: readonly Node[]): Map<string, Node> {
  return new Map(nodes.toReversed().map((node) => [node.name, node]));
}
