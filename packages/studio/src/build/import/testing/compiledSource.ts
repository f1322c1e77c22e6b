// For tests: type-checks imported source and runs it in this process.

import { compileFunction } from "node:vm";
import ts from "typescript";
import type { FlowDefinition } from "../../../definition/definition.ts";
import * as studio from "../../../index.ts";

/** Runs the source of a module that exports `flow`. It may import only the package. */
export function runSource(source: string): FlowDefinition {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  const exported: { flow?: FlowDefinition } = {};
  compileFunction(outputText, ["exports", "require"])(exported, () => studio);
  if (!exported.flow) throw new Error("the source does not export a flow");
  return exported.flow;
}

/**
 * Returns the compiler errors of each source with this repository's options. The sources import the package by name.
 */
export function typeFaults(sources: readonly string[]): string[][] {
  const root = ts.findConfigFile(import.meta.dirname, ts.sys.fileExists) ?? "tsconfig.json";
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(root, ts.sys.readFile).config,
    ts.sys,
    ts.sys.resolvePath(`${root}/..`),
  );
  const files = new Map(
    sources.map((source, index) => [`${import.meta.dirname}/imported-${index}.ts`, source]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const source = files.get(file);
    return source === undefined
      ? getSourceFile(file, version, ...rest)
      : ts.createSourceFile(file, source, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].map((file) => {
    const sourceFile = program.getSourceFile(file);
    return [
      ...program.getSyntacticDiagnostics(sourceFile),
      ...program.getSemanticDiagnostics(sourceFile),
    ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  });
}
