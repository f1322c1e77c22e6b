// Whether a text is one of TaskRouter's expressions: `department == "billing" AND level >= 2`.
// The local Twilio has a parser of its own, which also evaluates: one shared by both could not find its own mistakes.
// Source: twilio.com/docs/taskrouter/expression-syntax

import * as z from "zod";

const tokens = [
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y, // a string
  /-?\d+(?:\.\d+)?/y, // a number
  /[A-Za-z_$][\w$]*(?:\.[\w$]+|\[\d+\])*/y, // a key, a constant, or an operator that is a word
  /==|!=|<>|<=|>=|&&|\|\||[=<>()[\],]/y, // an operator or a bracket
];

const comparisons = ["==", "=", "!=", "<>", "<", "<=", ">", ">=", "HAS", "IN", "CONTAINS"];
const words = ["AND", "OR", "NOT", "HAS", "IN", "CONTAINS"];

/** Returns what is wrong with an expression, for instance `expected a value, found the end`. */
export function findExpressionFault(text: string): string | undefined {
  const found = split(text);
  if (typeof found === "string") return found;
  let at = 0;

  const next = () => found[at]?.toUpperCase();
  const take = (...wanted: string[]) => wanted.includes(next() ?? "") && ++at > 0;
  const expected = (what: string) => `expected ${what}, found ${found[at] ?? "the end"}`;

  /** Comparisons with AND and OR between them. Which of the two binds first makes no difference here. */
  function condition(): string | undefined {
    do {
      const fault = take("(") ? (condition() ?? closed(")")) : comparison();
      if (fault !== undefined) return fault;
    } while (take("AND", "OR", "&&", "||"));
    return undefined;
  }
  function comparison(): string | undefined {
    const fault = operand();
    if (fault !== undefined) return fault;
    const isNegated = take("NOT");
    return take(...(isNegated ? ["IN", "HAS", "CONTAINS"] : comparisons))
      ? operand()
      : expected("a comparison (==, !=, <, >, HAS, IN, CONTAINS)");
  }
  function operand(): string | undefined {
    if (take("[")) return list();
    const token = next();
    if (token === undefined || words.includes(token) || !/^["'\w$-]/.test(token)) return expected("a value");
    at += 1;
    return undefined;
  }
  function list(): string | undefined {
    if (take("]")) return undefined;
    do {
      const fault = operand();
      if (fault !== undefined) return fault;
    } while (take(","));
    return closed("]");
  }
  function closed(bracket: string): string | undefined {
    return take(bracket) ? undefined : expected(bracket);
  }

  return condition() ?? (at < found.length ? expected("AND, OR or the end") : undefined);
}

/** The tokens of a text, or what in it is none. */
function split(text: string): string[] | string {
  const found: string[] = [];
  const end = text.trimEnd().length;
  for (let at = text.search(/\S|$/); at < end; ) {
    const token = tokens.map((pattern) => matchAt(pattern, text, at)).find((each) => each !== undefined);
    if (token === undefined) {
      const rest = text.slice(at).trim();
      // A hyphen is the usual reason: "Hyphens are not supported in TaskRouter expressions."
      return `${rest} is not understood${/^-[A-Za-z]/.test(rest) ? " (keys cannot contain hyphens)" : ""}`;
    }
    found.push(token);
    at += token.length;
    at += text.slice(at).search(/\S|$/);
  }
  return found;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** A TaskRouter expression. */
export const expression = z.string().superRefine(refuseFault);

/** The workers of a queue. Empty: no workers, so that tasks wait. */
export const targetWorkers = z.string().superRefine((text, context) => {
  if (text !== "") refuseFault(text, context);
});

function refuseFault(text: string, context: z.RefinementCtx): void {
  const fault = findExpressionFault(text);
  if (fault === undefined) return;
  context.addIssue({ code: "custom", message: `is not a TaskRouter expression: ${fault}` });
}
