// Strings that look like a secret. A secret is described, never repeated.

import { withoutLiquid } from "../../liquid/liquidParts.ts";

export interface Secret {
  /** For example "an AWS access key". */
  what: string;
  value: string;
}

/** Formats that are secrets in any context; the first group, if there is one, is the secret itself. */
const forms: readonly [what: string, form: RegExp][] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  // An account and its token, or an API key and its secret, as in `curl -u`.
  ["a Twilio auth token", /\bAC[0-9a-f]{32}\W{1,5}([0-9a-f]{32})\b/],
  ["a Twilio API key secret", /\bSK[0-9a-f]{32}\W{1,5}([0-9A-Za-z]{32})\b/],
  ["a Twilio API key SID", /\bSK[0-9a-f]{32}\b/],
  ["a bearer token", /\bBearer\s+(?=\S*\d)([A-Za-z0-9._~+/=-]{16,})/i],
  ["Basic credentials", /\bBasic\s+(?=\S*[\d=])([A-Za-z0-9+/]{16,}={0,2})/],
  ["a JSON Web Token", /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a Slack token", /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ["a Slack webhook", /\bhooks\.slack\.com\/(?:services|workflows)\/([A-Za-z0-9/]{20,})/],
  ["a Google API key", /\bAIza[0-9A-Za-z_-]{35}\b/],
  ["a Stripe key", /\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}/],
  ["a SendGrid key", /\bSG\.[\w-]{16,}\.[\w-]{16,}/],
  ["a GitHub token", /\b(?:gh[opsru]_[0-9A-Za-z]{36}|github_pat_\w{22,})/],
  ["an API key", /\bsk-(?:(?:proj|ant|live|test)-[\w-]{16,}|(?=[A-Za-z_-]*\d)[\w-]{20,}|[A-Za-z0-9]{20,})/],
];

/** Names that are used only for secrets, and names that are used for other values as well. */
const secretName =
  /(?:^|[^a-z])(?:(?:api|auth|access|account|secret|private|subscription)[_-]?(?:key|token|secret)|(?:client|app|shared)[_-]?secret|token|secret|password|passwd|pwd|passphrase|authorization|credentials?)$/i;
const doubtfulName = /(?:^|[^a-z])(?:key|code|sig|signature|auth|hash|pin)$/i;
/** Turns `apiKey` into `api_key`. */
const asWords = (name: string) => name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2");

/** Returns the first secret in a string, recognized by its format or by its name in a URL or in JSON. */
export function findSecret(text: string): Secret | undefined {
  const plain = withoutLiquid(text, "{}");
  for (const [what, form] of forms) {
    const [whole, inner] = form.exec(plain) ?? [];
    if (whole !== undefined) return { what, value: inner ?? whole };
  }
  return findSecretInUrl(plain) ?? findSecretInJson(plain);
}

/** Returns a value as a secret if its name and its characters suggest one. */
export function findNamedSecret(name: string, value: string): Secret | undefined {
  const words = asWords(name);
  const isPassword = /pass(?:word|wd|phrase)$|pwd$/i.test(words);
  if (!isLiteral(value)) return undefined;
  const isSecret =
    (isPassword && value.length >= 4) ||
    (secretName.test(words) && looksRandom(value, 8)) ||
    (doubtfulName.test(words) && looksRandom(value, 20));
  return isSecret ? { what: `the secret "${name}"`, value } : undefined;
}

function findSecretInUrl(text: string): Secret | undefined {
  const [, password = ""] = /:\/\/[^\s/?#@:]*:([^\s/?#@]+)@/.exec(text) ?? [];
  if (isLiteral(password)) return { what: "a password", value: password };
  if (!text.includes("://")) return undefined;
  for (const [, name = "", value = ""] of text.matchAll(/[?&]([\w.[\]-]+)=([^&#\s"'<]*)/g)) {
    const found = findNamedSecret(name, value);
    if (found) return found;
  }
  return undefined;
}

function findSecretInJson(text: string): Secret | undefined {
  for (const [, name = "", value = ""] of text.matchAll(/"([\w .-]{2,40})"\s*:\s*"([^"\\\s]+)"/g)) {
    const found = findNamedSecret(name, value);
    if (found) return found;
  }
  return undefined;
}

/** Neither empty nor Liquid. */
function isLiteral(value: string): boolean {
  return value !== "" && !value.includes("{}") && !value.includes("{{") && !value.includes("{%");
}

/** Long enough, without spaces, and a mix of letters and digits. */
function looksRandom(value: string, atLeast: number): boolean {
  if (value.length < atLeast || /\s|:\/\//.test(value)) return false;
  const digits = value.replaceAll(/\D/g, "").length;
  const letters = value.replaceAll(/[^A-Za-z]/g, "").length;
  return digits >= 2 && letters >= 2 && new Set(value).size >= 6;
}

/** Returns just enough to identify the secret. */
export function describeSecret({ value }: Secret): string {
  return value.length < 8
    ? `${value.length} characters`
    : `${value.slice(0, 3)}…, ${value.length} characters`;
}
