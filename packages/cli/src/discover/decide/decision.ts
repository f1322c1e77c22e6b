// How a configuration key is decided: by an earlier choice, from the account, or by asking the user.

export interface Candidate {
  value: string;
  why: string;
}

/** A question to the user. Nothing is guessed. */
export interface Question {
  kind: "question";
  question: string;
  candidates: Candidate[];
  /** Whether the stack would fail or do the wrong thing without an answer. */
  isNeeded: boolean;
}

/** What is written to the stack file: a value, nothing (the default is right), or a question. */
export type Decision<Value = string> =
  | {
      kind: "value";
      value: Value;
      why: string;
      /** The stack file has a list, which `value` begins: the rest of it. */
      others?: readonly string[] | undefined;
      /** Values with weaker evidence. */
      alternatives?: readonly string[] | undefined;
    }
  | { kind: "omit"; why: string; isRemoved?: true }
  | Question;

/** Reason for a value that is already in the stack file. Its comments are kept as well. */
export const theFile = "already in the stack file";

/** A choice of the user: a flag, or a value that is already in the stack file. */
export interface Chosen<Value = string> {
  value: Value;
  /** The flag, or `theFile`. */
  by: string;
  /** The rest of a list that the value begins. Absent for a single value. */
  others?: readonly string[] | undefined;
}

export function decideAs<Value>({ value, by, others }: Chosen<Value>): Decision<Value> {
  return { kind: "value", value, why: by, ...(others && { others }) };
}

/**
 * Picks the only candidate of the strongest evidence. It never chooses between several, and weaker evidence never
 * outweighs stronger.
 *
 * @param evidence candidates by strength, strongest first; a candidate may occur several times
 * @param otherwise what to ask when there are several, or none
 */
export function pickOnly(evidence: Candidate[][], otherwise: { several: string; none: Question }): Decision {
  const strongest = mergeCandidates(evidence.find((candidates) => candidates.length > 0) ?? []);
  const [first, second] = strongest;
  if (second) return ask(otherwise.several, strongest);
  if (!first) return otherwise.none;
  const alternatives = mergeCandidates(evidence.flat())
    .map(({ value }) => value)
    .filter((value) => value !== first.value);
  return { kind: "value", ...first, ...(alternatives.length > 0 && { alternatives }) };
}

export function ask(question: string, candidates: Candidate[] = [], { isNeeded = true } = {}): Question {
  return { kind: "question", question, candidates, isNeeded };
}

export function valueIn<Value>(decision: Decision<Value>): Value | undefined {
  return decision.kind === "value" ? decision.value : undefined;
}

/** All values of a list in the stack file, otherwise the one. */
export function valuesIn(decision: Decision): string[] {
  return decision.kind === "value" ? [decision.value, ...(decision.others ?? [])] : [];
}

/** Each value once, with all its reasons. */
export function mergeCandidates(candidates: Candidate[]): Candidate[] {
  const seen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = seen.get(candidate.value);
    seen.set(candidate.value, known ? { ...known, why: `${known.why}; ${candidate.why}` } : candidate);
  }
  return [...seen.values()];
}
