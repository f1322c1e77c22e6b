// How a key of the configuration is decided: by what was chosen, by what the account shows, or by a person.

export interface Candidate {
  value: string;
  why: string;
}

/** A question to a person. Nothing is guessed. */
export interface Question {
  kind: "question";
  question: string;
  candidates: Candidate[];
  /** Whether the stack cannot go on, or would do the wrong thing, without an answer. */
  isNeeded: boolean;
}

/** What stands in the stack file: a value, nothing (the default will do), or a question. */
export type Decision<Value = string> =
  | { kind: "value"; value: Value; why: string }
  | { kind: "omit"; why: string; isRemoved?: true }
  | Question;

/** Who decided what stands in the stack file already. Its comments are the person's, too. */
export const theFile = "as the stack file has it";

/** A decision of a person: a flag, or what the stack file has already. */
export interface Chosen<Value = string> {
  value: Value;
  /** The flag, or `theFile`. */
  by: string;
}

/**
 * Takes the only candidate of the strongest evidence. Several are never chosen from, and weaker evidence never
 * outvotes stronger.
 *
 * @param evidence candidates by strength, strongest first; one may stand in several
 * @param otherwise what to ask when there are several, or none
 */
export function pickOnly(evidence: Candidate[][], otherwise: { several: string; none: Question }): Decision {
  const strongest = distinct(evidence.find((candidates) => candidates.length > 0) ?? []);
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
export function distinct(candidates: Candidate[]): Candidate[] {
  const seen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const known = seen.get(candidate.value);
    seen.set(candidate.value, known ? { ...known, why: `${known.why}; ${candidate.why}` } : candidate);
  }
  return [...seen.values()];
}
