// The versions of zod that this package works with: zod is a peer dependency, so the project's own is used.

import * as z from "zod";
import { HandoffError } from "./handoffError.ts";

/**
 * 4.1 is the first with `safeExtend`, which keeps rules that involve several attributes. The same range is in
 * package.json.
 */
const supported = "zod 4, 4.1 or later";
const [supportedMajor, oldestMinor] = [4, 1];

const remedy = `Expected ${supported}: npm install zod@4`;

/** The parts of a schema that tell which zod created it. */
interface AnySchema {
  /** Of zod 4. */
  _zod?: { version?: { major: number; minor: number; patch: number } };
  /** Of zod 3. */
  _def?: { typeName?: unknown };
}

/**
 * Returns why this package cannot work with a schema; undefined if it can, or if the value is not a schema at all.
 *
 * @param schema of any version
 */
export function whyOtherZod(schema: unknown): string | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  const { _zod, _def } = schema as AnySchema;
  if (_zod?.version) {
    const { major, minor, patch } = _zod.version;
    const fits = major === supportedMajor && minor >= oldestMinor;
    return fits ? undefined : `was created by zod ${major}.${minor}.${patch}. ${remedy}`;
  }
  // A schema of zod 3 shows only the major version.
  if (_def?.typeName !== undefined) {
    return `was created by zod 3. ${remedy}, and import it as "zod" and not "zod/v3"`;
  }
  return undefined;
}

/**
 * Checks the zod that this package itself imports.
 *
 * @throws HandoffError if it is zod 3, in which nothing of this package would work
 */
export function refuseOldZod(): void {
  if (typeof z.looseObject === "function") return;
  const message = `found zod 3 in this project. ${remedy}`;
  throw new HandoffError(`@tac-handoff/runtime: ${message}`, {
    code: "unsuitable_zod",
    problems: [{ path: "zod", message }],
  });
}
