// Inside this project an import of one of our packages leads to its TypeScript sources; in a project that installed it, to
// dist/, which npm pack builds. The condition is also in the exports of the packages, tsconfig.json and vitest.config.ts.

export const sourceCondition = "tac-handoff-source";

/**
 * A hook of Node's module loader that adds the condition to every import.
 *
 * @type {import("node:module").ResolveHook}
 */
export const resolve = (specifier, context, next) =>
  next(specifier, { ...context, conditions: [...context.conditions, sourceCondition] });
