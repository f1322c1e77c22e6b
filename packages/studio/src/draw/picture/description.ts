// The title and the text description of a picture, for people who cannot see it.

import type { Picture } from "./picture.ts";
import { shorten } from "./plainText.ts";

export function describe({ cards, showsPath, showsChanges }: Picture): { title: string; text: string } {
  const widgets = cards.filter(({ purpose, change }) => purpose !== "missing" && change !== "removed");
  const transitions = widgets
    .flatMap(({ exits }) => exits)
    .filter(({ to, change }) => to !== undefined && change !== "removed");
  const sentences = [`${count(widgets.length, "widget")}, ${count(transitions.length, "transition")}.`];
  if (showsPath) sentences.push(pathSentence(cards));
  if (showsChanges) sentences.push(changeSentence(cards));
  const missing = cards.filter(({ purpose }) => purpose === "missing");
  if (missing.length > 0) sentences.push(`Missing: ${names(missing)}.`);
  return { title: "Studio flow", text: sentences.join(" ") };
}

/** Number of names at the start and at the end of a long path. */
const longestPath = 50;

function pathSentence(cards: Picture["cards"]): string {
  const run = cards
    .flatMap((card) => card.steps.map((step) => ({ step, name: card.name })))
    .toSorted((a, b) => a.step - b.step)
    .map(({ name }) => shorten(name, 60));
  const skipped = run.length - 2 * longestPath;
  const parts =
    skipped > 0 ? [...run.slice(0, longestPath), `${skipped} more`, ...run.slice(-longestPath)] : run;
  const last = cards.find((card) => card.last)?.last;
  if (run.length === 0) return "The execution passed through none of them.";
  return `The execution went ${parts.join(" → ")}${last === "waiting" ? " and waits there" : " and ended"}.`;
}

function changeSentence(cards: Picture["cards"]): string {
  const parts = (["added", "removed", "changed"] as const).flatMap((change) => {
    const found = cards.filter((card) => card.change === change);
    return found.length > 0 ? [`${change}: ${names(found)}`] : [];
  });
  const renamed = cards.filter(({ formerName }) => formerName !== undefined);
  if (renamed.length > 0) parts.push(`renamed: ${names(renamed)}`);
  return parts.length > 0 ? `Widgets ${parts.join("; ")}.` : "No widget was changed.";
}

function names(cards: Picture["cards"]): string {
  return cards.map(({ name }) => shorten(name, 60)).join(", ");
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
