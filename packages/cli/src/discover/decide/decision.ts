// How a configuration key is decided: by a choice already made, by what the account shows, or by asking the user.

export interface Candidate {
  value: string;
  why: string;
}

/** A question to the user. Nothing is guessed. */
export interface Question {
  kind: "question";
  question: string;
  candidates: Candidate[];
  /** Whether the stack would fail, or do the wrong thing, without an answer. */
  isNeeded: boolean;
}

/** What the stack file gets: a value, nothing (the default is right), or a question. */
export type Decision<Value = string> =
  | { kind: "value"; value: Value; why: string }
  | { kind: "omit"; why: string; isRemoved?: true }
  | Question;

/** Reason for a value that the stack file already has. Its comments stay, too. */
export const theFile = "already in the stack file";

/** A choice of the user: a flag, or what the stack file already has. */
export interface Chosen<Value = string> {
  value: Value;
  /** The flag, or `theFile`. */
  by: string;
}

/**
 * Picks the only candidate of the strongest evidence. It never chooses between several, and weaker evidence never
 * outweighs stronger.
 *
 * @param evidence candidates by strength, strongest first; a candidate may have several kinds
 * @param otherwise what to ask when there are several, or none
 */
export function pickOnly(evidence: Candidate[][], otherwise: { several: string; none: Question }): Decision {
  const strongest = mergeCandidates(evidence.find((candidates) => candidates.length > 0) ?? []);
  const [first, second] = strongest;
  if (second) return ask(otherwise.several, strongest);
  return first ? { kind: "value", ...first } : otherwise.none;
}

export function ask(question: string, candidates: Candidate[] = [], { isNeeded = true } = {}): Question {
  return { kind: "question", question, candidates, isNeeded };
}

export function valueIn<Value>(answer: Decision<Value>): Value | undefined {
  return answer.kind === "value" ? answer.value : undefined;
}

/** One of each value, with every reason. */
export function mergeCandidates(candidates: Candidate[]): Candidate[] {
  const seen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = seen.get(candidate.value);
    seen.set(candidate.value, known ? { ...known, why: `${known.why}; ${candidate.why}` } : candidate);
  }
  return [...seen.values()];
}
