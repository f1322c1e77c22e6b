// Takes passwords and tokens out of what a comparison shows: it ends in terminals, logs and pull requests.

import { isObject } from "../definition/json.ts";

/** Stands where something was taken out. */
export const hiddenMark = "…";

/** Names that end like `sip_password`, `apiKey`, `auth-token`; `token_type` is none. */
const secretName = /(pass(word|wd|phrase)|secret|token|api[-_ ]?key|authorization|credentials?)$/i;

const pureLiquid = /^(\s|\{\{.*?\}\}|\{%.*?%\})*$/s;

/** Parts of texts that are secret wherever they stand; what is before and after them stays. */
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
 * The value without secrets.
 *
 * @param keys what leads to it: below a secret name every text is secret, unless it is nothing but Liquid
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

/** The text without what is secret wherever it stands, for instance a password in a URL. */
export function withoutSecretParts(text: string): string {
  return secretParts.reduce((rest, [part, replacement]) => rest.replaceAll(part, replacement), text);
}

function isSecretName(name: unknown): boolean {
  return typeof name === "string" && secretName.test(name);
}
