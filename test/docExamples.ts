// The `@example` blocks of doc comments: read from the sources of a package, type-checked together, and run.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import ts from "typescript";
import { typeErrors } from "./typecheck.ts";

export interface DocExample {
  /** The export that the example documents. */
  name: string;
  code: string;
}

/** A value in an example, and the one in the comment behind it: `1 + 1; // → 2`. */
export interface ExampleResult {
  actual: unknown;
  expected: unknown;
}

/** Reads the examples of all exports below a folder, tests excepted. */
export function readExamples(folder: string): DocExample[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .toSorted();
  return files.flatMap((file) => {
    const source = parse(file, readFileSync(join(folder, file), "utf8"));
    return source.statements.flatMap((statement) =>
      ts
        .getJSDocTags(statement)
        .filter(({ tagName }) => tagName.text === "example")
        .map(({ comment }) => ({ name: nameOf(statement), code: codeIn(comment) })),
    );
  });
}

/** Compiles examples under this repository's rules. Returns each error with the example's name. */
export async function findTypeErrors(examples: readonly DocExample[]): Promise<string[]> {
  const errors = await typeErrors(examples.map(({ code }) => `${code}\nexport {};\n`));
  return examples.flatMap(({ name }, index) => errors[index]?.map((error) => `${name}: ${error}`) ?? []);
}

/**
 * Runs an example.
 *
 * @param modules what it can import, by name
 */
export async function runExample(
  code: string,
  modules: Readonly<Record<string, unknown>>,
): Promise<ExampleResult[]> {
  const { outputText } = ts.transpileModule(collectingResults(code), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  const results: ExampleResult[] = [];
  const require = (name: string) => {
    if (!(name in modules)) throw new Error(`the example imports ${name}, which this test does not provide`);
    return modules[name];
  };
  const parameters = ["exports", "require", "results"];
  await compileFunction(`return (async () => {${outputText}})();`, parameters)({}, require, results);
  return results;
}

/** Turns `value; // → expected` into a statement that collects both. */
function collectingResults(code: string): string {
  return parse("example.ts", code)
    .statements.filter(ts.isExpressionStatement)
    .toReversed()
    .reduce((text, statement) => {
      const [comment] = ts.getTrailingCommentRanges(code, statement.end) ?? [];
      const [, expected] = /^\/\/ → (.*)$/.exec(comment ? code.slice(comment.pos, comment.end) : "") ?? [];
      if (!comment || expected === undefined) return text;
      const collect = `results.push({ actual: ${statement.expression.getText()}, expected: ${expected} });`;
      return text.slice(0, statement.getStart()) + collect + text.slice(comment.end);
    }, code);
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

function nameOf(statement: ts.Statement): string {
  const [named] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
  const name = named && ts.getNameOfDeclaration(named as ts.Declaration);
  return name?.getText() ?? "(no name)";
}

function codeIn(comment: ts.JSDocTag["comment"]): string {
  const [, code = ""] = /```ts\n(.*?)```/s.exec(ts.getTextOfJSDocComment(comment) ?? "") ?? [];
  return code;
}
