// Which answer of a scenario counts now: a widget's answers are taken turn by turn, one for each of its runs.

import { listAnswers, parseAnswer, type ScenarioAnswer } from "./answers.ts";

export interface Turns {
  /** The answer for the present run of a widget; undefined when there is none, or the list is used up. */
  answer(widget: string): ScenarioAnswer | undefined;
  /** The widget has been left: its next run has the next answer. */
  left(widget: string): void;
  /** Widgets whose answers nobody asked for. */
  unused(): string[];
}

/** @param answers a single answer counts for every run, a list for as many as it has */
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
