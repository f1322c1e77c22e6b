// Selects the answer of a scenario for each run of a widget.

import { listAnswers, parseAnswer, type ScenarioAnswer } from "./answers.ts";

export interface Turns {
  /** The answer for the current run of a widget; undefined if there is none, or the list is used up. */
  answer(widget: string): ScenarioAnswer | undefined;
  /** Call it when a widget has ended: its next run has the next answer. */
  left(widget: string): void;
  /** Widgets whose answers were not used. */
  unused(): string[];
}

/** @param answers a single answer is used for every run, a list for as many runs as it has entries */
export function takeTurns(answers: Readonly<Record<string, unknown>>): Turns {
  const runs = new Map<string, number>();
  const used = new Set<string>();
  const parsed = new Map(
    Object.entries(answers).map(([name, given]) => [
      name,
      { isList: Array.isArray(given), all: listAnswers(given).map(parseAnswer) },
    ]),
  );
  return {
    answer(widget) {
      const { isList = false, all = [] } = parsed.get(widget) ?? {};
      const answer = isList ? all[runs.get(widget) ?? 0] : all[0];
      if (answer !== undefined) used.add(widget);
      return answer;
    },
    left(widget) {
      runs.set(widget, (runs.get(widget) ?? 0) + 1);
    },
    unused: () => [...parsed.keys()].filter((name) => !used.has(name)),
  };
}
