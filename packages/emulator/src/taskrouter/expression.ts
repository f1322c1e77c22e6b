// TaskRouter's expressions, which match workers and tasks by their attributes: `skills HAS 'support' AND level >= 2`.
// Source: twilio.com/docs/taskrouter/expression-syntax, /activity-based-routing

/** Whether the attributes match. A key that they lack is null. */
export type Expression = (attributes: Record<string, unknown>) => boolean;

type Operand = (attributes: Record<string, unknown>) => unknown;

/** Thrown for a text that is not an expression. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

const token =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?)|([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d+\])*)|(==|!=|<>|<=|>=|&&|\|\||[=<>()[\],]))/y;

interface Token {
  kind: "string" | "number" | "word" | "sign";
  text: string;
}

const comparisons: Record<string, (left: unknown, right: unknown) => boolean> = {
  "==": (left, right) => left === right,
  "=": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  "<>": (left, right) => left !== right,
  "<": (left, right) => order(left, right) < 0,
  "<=": (left, right) => order(left, right) <= 0,
  ">": (left, right) => order(left, right) > 0,
  ">=": (left, right) => order(left, right) >= 0,
  HAS: (left, right) => includes(left, right),
  IN: (left, right) => includes(right, left),
  "NOT IN": (left, right) => !includes(right, left),
  CONTAINS: (left, right) =>
    typeof left === "string" ? typeof right === "string" && left.includes(right) : includes(left, right),
};

/**
 * Parses an expression.
 *
 * @throws ExpressionError with what is wrong, on one line
 */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text);
  const peek = (word: string) => tokens[0]?.kind !== "string" && tokens[0]?.text.toUpperCase() === word;
  const take = (...words: string[]) => words.some(peek) && tokens.shift() !== undefined;

  const any = (): Expression => {
    const parts = [all()];
    while (take("OR", "||")) parts.push(all());
    return (attributes) => parts.some((part) => part(attributes));
  };
  const all = (): Expression => {
    const parts = [unit()];
    while (take("AND", "&&")) parts.push(unit());
    return (attributes) => parts.every((part) => part(attributes));
  };
  const unit = (): Expression => {
    if (!take("(")) return comparison();
    const inner = any();
    if (!take(")")) throw unexpected(tokens, '")"');
    return inner;
  };
  const comparison = (): Expression => {
    const left = operand();
    const word = take("NOT") ? `NOT ${tokens[0]?.text}` : (tokens[0]?.text ?? "");
    const compare = comparisons[word.toUpperCase()];
    if (!compare) throw unexpected(tokens, "a comparison");
    tokens.shift();
    const right = operand();
    return (attributes) => compare(left(attributes), right(attributes));
  };
  const operand = (): Operand => {
    if (take("[")) return list();
    const next = tokens[0];
    if (!next || next.kind === "sign") throw unexpected(tokens, "a value");
    tokens.shift();
    return operandOf(next);
  };
  const list = (): Operand => {
    const items: Operand[] = [];
    while (!take("]")) {
      if (items.length > 0 && !take(",")) throw unexpected(tokens, '"," or "]"');
      items.push(operand());
    }
    return (attributes) => items.map((item) => item(attributes));
  };

  const expression = any();
  if (tokens.length > 0) throw unexpected(tokens, "AND, OR or the end");
  return expression;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const [whole, string, number, word, sign] = token.exec(text) ?? [];
    if (whole === undefined) throw new ExpressionError(`"${text.slice(at).trim()}" is not understood`);
    if (string !== undefined) tokens.push({ kind: "string", text: string.slice(1, -1) });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else tokens.push({ kind: "sign", text: sign ?? "" });
  }
  return tokens;
}

function unexpected([next]: Token[], expected: string): ExpressionError {
  return new ExpressionError(
    `expected ${expected}, found ${next ? `"${next.text}"` : "the end of the expression"}`,
  );
}

const constants: Record<string, unknown> = { TRUE: true, FALSE: false, NULL: null };

function operandOf({ kind, text }: Token): Operand {
  if (kind === "string") return () => text.replaceAll(/\\(.)/g, "$1");
  if (kind === "number") return () => Number(text);
  const name = text.toUpperCase();
  if (name in constants) return () => constants[name];
  const keys = text.split(/[.[\]]+/).filter((key) => key !== "");
  return (attributes) => valueAt(attributes, keys) ?? null;
}

/** Keys may begin with `worker` or `task`, which is the attributes themselves unless they have such a key. */
function valueAt(attributes: Record<string, unknown>, keys: string[]): unknown {
  const [first = "", ...rest] = keys;
  const path = ["worker", "task"].includes(first) && !(first in attributes) ? rest : keys;
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    attributes,
  );
}

function includes(list: unknown, item: unknown): boolean {
  return Array.isArray(list) && list.includes(item);
}

/** NaN, which no comparison matches, for values that have no order. */
function order(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : Number(left > right);
  return Number.NaN;
}
