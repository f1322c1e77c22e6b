// Removes passwords and tokens from comparisons, which end up in terminals, logs and pull requests.

import { isObject } from "../definition/json.ts";

/** Replaces a secret. */
export const hiddenMark = "…";

/** Names that end like `sip_password`, `apiKey`, `auth-token`, but not `token_type`. */
const secretName = /(pass(word|wd|phrase)|secret|token|api[-_ ]?key|authorization|credentials?)$/i;

const pureLiquid = /^(\s|\{\{.*?\}\}|\{%.*?%\})*$/s;

/** Parts of strings that are secret in any context; the text around them is kept. */
const secretParts: readonly [RegExp, string][] = [
  // https://user:password@host
  [/(\/\/)[^\s"'<>@/?#]*:[^\s"'<>@/?#]*@/g, `$1${hiddenMark}@`],
  [/(\b(?:Bearer|Basic)\s+)[\w+/=.~-]{8,}/gi, `$1${hiddenMark}`],
  [/([?&][\w-]*(?:password|secret|token|api_?key|signature)=)(?!\{)[^\s"'&]+/gi, `$1${hiddenMark}`],
  [
    /("[^"]*(?:password|passwd|secret|token|api_?key|authorization)"\s*:\s*")(?!\{\{)(?:[^"\\]|\\.)+/gi,
    `$1${hiddenMark}`,
  ],
];

/**
 * Returns the value without secrets.
 *
 * @param keys its path: below a secret name every string is secret, unless it consists only of Liquid
 */
export function withoutSecrets(value: unknown, keys: readonly PropertyKey[]): unknown {
  return hide(value, keys.some(isSecretName));
}

function hide(value: unknown, isSecret: boolean): unknown {
  if (typeof value === "string")
    return isSecret && !pureLiquid.test(value) ? hiddenMark : withoutSecretParts(value);
  if (typeof value === "number") return isSecret ? hiddenMark : value;
  if (Array.isArray(value)) return value.map((item) => hide(item, isSecret));
  if (!isObject(value)) return value;
  const { key: named } = value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      hide(member, isSecret || isSecretName(key) || (key === "value" && isSecretName(named))),
    ]),
  );
}

/** Removes the parts of a string that are secret in any context, for example a password in a URL. */
export function withoutSecretParts(text: string): string {
  return secretParts.reduce((rest, [part, replacement]) => rest.replaceAll(part, replacement), text);
}

function isSecretName(name: unknown): boolean {
  return typeof name === "string" && secretName.test(name);
}
