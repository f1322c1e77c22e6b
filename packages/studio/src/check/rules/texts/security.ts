// Secrets in plain text, unencrypted connections, and customers' data in URLs.

import { isObject } from "../../../definition/json.ts";
import type { FlowIssue } from "../../widget/issue.ts";
import { createIssue, type PlacedWidget } from "../../widget/placedWidget.ts";
import { findPlaceholder } from "../../widget/placeholder.ts";
import { factsOf } from "../../widget/propertyOf.ts";
import { formatLiquidPath, type Path } from "../../widget/reference.ts";
import { describeSecret, findNamedSecret, findSecret, type Secret } from "../../widget/secrets.ts";
import type { PlacedText } from "../../widget/texts.ts";
import type { Template } from "./templates.ts";

export function findSecurityIssues(
  widget: PlacedWidget,
  texts: readonly PlacedText[],
  templates: readonly Template[],
): FlowIssue[] {
  return [
    ...findSecretIssues(widget, texts),
    ...findInsecureUrls(widget, texts),
    ...findPersonalData(widget, templates),
  ];
}

function findSecretIssues(widget: PlacedWidget, texts: readonly PlacedText[]): FlowIssue[] {
  return texts.flatMap((placed) => {
    const found = findSecretAt(widget, placed);
    if (!found || findPlaceholder(found.value) !== undefined) return [];
    const place = placed.at();
    const sentence = `${lastName(place)} contains ${found.what} in plain text (${describeSecret(found)}), visible to anyone who can read the flow; store it in a Function's environment and rotate it, since old revisions of the flow still contain it`;
    return [createIssue(widget, { code: "secret_in_text", severity: "warning", at: place, sentence })];
  });
}

function findSecretAt(widget: PlacedWidget, { text, property, at }: PlacedText): Secret | undefined {
  const found = findSecret(text);
  if (found) return found;
  const place = at();
  if (factsOf(widget, property).format === "secret" && place.length === 2)
    return /\{[{%]/.test(text) || text === "" ? undefined : { what: "a password", value: text };
  const name = keyBeside(widget.properties, place);
  return name === undefined ? undefined : findNamedSecret(name, text);
}

/** `key` of the entry that a value belongs to, as in `parameters[0].value`. */
function keyBeside(properties: Record<string, unknown>, place: readonly PropertyKey[]): string | undefined {
  const [, property = "", index = -1, member] = place;
  const list = properties[String(property)];
  const entry: unknown = Array.isArray(list) && member === "value" ? list[Number(index)] : undefined;
  return isObject(entry) && typeof entry.key === "string" ? entry.key : undefined;
}

function lastName(place: readonly PropertyKey[]): string {
  return String(place.findLast((key) => typeof key === "string"));
}

/** Except to localhost. */
const insecure = /^\s*(http|ws):\/\/(?!localhost\b|127\.|0\.0\.0\.0|\[::1\])/i;

function findInsecureUrls(widget: PlacedWidget, texts: readonly PlacedText[]): FlowIssue[] {
  return texts.flatMap(({ text, property, at }) => {
    const [, scheme = ""] = insecure.exec(text) ?? [];
    if (scheme === "" || factsOf(widget, property).format !== "url") return [];
    const sentence = `${property} uses an unencrypted connection (${scheme.toLowerCase()}://), so others can read and change what is sent; use ${scheme.toLowerCase()}s://`;
    return [createIssue(widget, { code: "insecure_url", severity: "warning", at: at(), sentence })];
  });
}

/** A customer's address, or what they wrote, said or typed. */
function isPersonal(path: Path): boolean {
  const [root, name] = path;
  const last = path.at(-1);
  if (root === "contact") return true;
  if (root === "trigger")
    return (
      ["From", "Caller", "Body", "Author", "from"].includes(String(last)) ||
      (name === "request" && last === "to")
    );
  return (
    root === "widgets" &&
    (["SpeechResult", "Digits"].includes(String(path[2])) ||
      (path[2] === "inbound" && ["Body", "From"].includes(String(path[3]))))
  );
}

/** Twilio's own API has phone numbers in its paths. */
const ofTwilio = /^\s*https:\/\/([\w-]+\.)*twilio\.com\//;

/** URLs end up in the logs of every server that handles them; bodies do not. */
function findPersonalData(widget: PlacedWidget, templates: readonly Template[]): FlowIssue[] {
  const { url, method = "GET" } = widget.properties;
  const isGet = widget.type === "make-http-request" && method === "GET";
  const isQuery = isGet && !ofTwilio.test(String(url));
  const inUrls = templates.filter(
    ({ text, property, at }) =>
      (isQuery && property === "parameters" && at().at(-1) === "value") ||
      (factsOf(widget, property).format === "url" && !ofTwilio.test(text)),
  );
  const first = inUrls.find(({ reading }) => reading.paths.some(isPersonal));
  if (!first) return [];
  const paths = [
    ...new Set(inUrls.flatMap(({ reading }) => reading.paths.filter(isPersonal).map(formatLiquidPath))),
  ];
  const sentence = `the URL contains the customer's data (${paths.join(", ")}), and URLs end up in logs; send it in the body of a POST`;
  return [
    createIssue(widget, { code: "personal_data_in_url", severity: "warning", at: first.at(), sentence }),
  ];
}
