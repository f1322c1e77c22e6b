// For tests: runs imported source in this process.

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
