// docs/resources.md: every resource and function of the provider, from the definitions that the provider uses.

import type { ProviderFunction } from "@pulumi/twilio/declare/providerFunction";
import type { Resource } from "@pulumi/twilio/declare/resource";
import { exampleOf } from "./example.ts";
import { type Field, fieldsOf } from "./fields.ts";
import { codeBlock, generatedFrom, page, prose, table } from "./markdown.ts";

const preface = [
  prose(`What a program declares with the package (\`import * as twilio from "@pulumi/twilio"\`), and what the
    provider does with it. A program in YAML names the token in the heading: \`type: twilio:studio:Flow\`.`),
  "In the tables of inputs:",
  `- \`[]\` in a name stands for each item of a list, \`*\` for each entry of a map.
- **Required**: "yes" means always, "to create" means unless \`adopt\` is set, because an adopted object already has
  the value. Inside an object it means: if that object is set.
- **A change**: "in place" updates the object at Twilio, "replaces" creates a new one, "stored" only changes the state.`,
  prose(`An input that is removed from the program is restored on an adopted object. On an object that the stack
created it is cleared, if Twilio can clear it. Fields that are not declared are neither changed nor compared.`),
  prose(`Every input is an output as well. Every resource has two more outputs: \`adopted\`, whether the object
    existed before the stack adopted it, and \`previous\` (secret), the managed fields as they were then, which
    destroy restores. An object that no longer exists at Twilio is removed from the state by the next refresh.`),
];

/** The whole page. */
export function resourcesPage(provider: {
  resources: readonly Resource[];
  functions: readonly ProviderFunction[];
}): string {
  const resources = sortedByToken(provider.resources);
  const functions = sortedByToken(provider.functions);
  return page([
    generatedFrom("packages/twilio/src"),
    "# Resources and functions",
    ...preface,
    [...resources, ...functions].map(({ token }) => `- [\`${token}\`](#${anchor(token)})`).join("\n"),
    ...resources.flatMap(resourceSection),
    ...functions.flatMap(functionSection),
  ]);
}

function sortedByToken<Row extends { token: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => a.token.localeCompare(b.token));
}

function resourceSection(resource: Resource): string[] {
  const { token, description, inputs, outputs, requiredToCreate = [], volatile = [] } = resource;
  const inputRows = fieldsOf(inputs).map((field) => [
    `\`${field.path}\``,
    field.type,
    field.required ? "yes" : requiredToCreate.includes(field.path) ? "to create" : "",
    whatAChangeDoes(resource, field),
    described(field),
  ]);
  const outputRows = fieldsOf(outputs).map((field) => [
    `\`${field.path}\``,
    field.type,
    `${described(field)}${volatile.includes(field.path) ? " Any update may change it." : ""}`,
  ]);
  return [
    `## \`${token}\``,
    prose(description),
    codeBlock("ts", [`new ${programName(token)}("example", ${exampleOf(inputs, requiredToCreate)});`]),
    codeBlock("sh", [`pulumi import ${token} example ${idOf(resource)}`]),
    table(["Input", "Type", "Required", "A change", "Description"], inputRows),
    table(["Output", "Type", "Description"], outputRows),
    lifeOf(resource)
      .map((sentence) => `- ${sentence}`)
      .join("\n"),
  ];
}

function functionSection({ token, description, args, result }: ProviderFunction): string[] {
  const argumentRows = fieldsOf(args).map((field) => [
    `\`${field.path}\``,
    field.type,
    field.required ? "yes" : "",
    described(field),
  ]);
  const resultRows = fieldsOf(result).map((field) => [
    `\`${field.path}\``,
    field.type,
    field.required ? "" : "may be absent",
    described(field),
  ]);
  return [
    `## \`${token}\``,
    prose(description),
    codeBlock("ts", [`const found = ${programName(token)}(${exampleOf(args)});`]),
    argumentRows.length > 0
      ? table(["Argument", "Type", "Required", "Description"], argumentRows)
      : "It takes no arguments.",
    table(["Result", "Type", "", "Description"], resultRows),
  ];
}

/** `twilio:studio:Flow` is `twilio.studio.Flow` after `import * as twilio from "@pulumi/twilio"`. */
function programName(token: string): string {
  return token.replaceAll(":", ".");
}

/** The anchor that GitHub generates for a heading with a token. */
function anchor(token: string): string {
  return token.replaceAll(":", "").toLowerCase();
}

function whatAChangeDoes({ replaceOn, write }: Resource, { path }: Field): string {
  const [name = ""] = path.split(/[.[]/);
  if (name === "onDestroy" || name === "createWith") return "stored";
  if (name === "adopt") return "replaces; stored if it is the object's own ID";
  return !write || replaceOn.includes(name) ? "replaces" : "in place";
}

function described({ description, secret }: Field): string {
  return `${description}${secret ? " Secret." : ""}`.trim();
}

/** The format of the ID for `pulumi import`, from the inputs or outputs. */
function idOf({ inputs, outputs }: Resource): string {
  const fields = [...fieldsOf(inputs).filter(({ path }) => path === "adopt"), ...fieldsOf(outputs)];
  const [id] = fields.flatMap(({ type }) => /`([^`"]+…)`/.exec(type)?.[1] ?? []);
  return id ?? "ID";
}

/** How an object is acquired, replaced and given up. */
function lifeOf(resource: Resource): string[] {
  const { inputs, insert, findByKey, write, remove, keepOnDestroy, deleteBeforeReplace } = resource;
  const { clears = {}, ignoredPaths = [], replaceOn } = resource;
  const isAdoptable = "adopt" in inputs.shape || findByKey !== undefined;
  const acquired = [
    ...("adopt" in inputs.shape ? ["the object that `adopt` names is adopted"] : []),
    ...(findByKey ? ["an existing object with the same key (see above) is adopted automatically"] : []),
    insert ? "otherwise a new one is created" : "a new one is never created",
  ];
  const fixed = write ? quoted(replaceOn) : "all declared inputs";
  const adopted = write ? "the managed fields are restored" : "the object is not changed";
  const lists = quoted(Object.keys(resource.sharedLists ?? {}));
  const made = keepOnDestroy || !remove ? "it is kept" : "it is deleted";
  return [
    `Create: ${acquired.join("; ")}.`,
    ...(isAdoptable && fixed !== ""
      ? [`An adopted object must match the program in ${fixed}, which Twilio cannot change.`]
      : []),
    ...Object.entries(clears).map(
      ([key, cleared]) =>
        `Setting \`${key}\` clears \`${cleared}\` at Twilio, which is restored along with it.`,
    ),
    ...(deleteBeforeReplace ? ["Replace: the old object is deleted before the new one is created."] : []),
    ...(lists
      ? [`${lists}: only the declared elements are managed, unless \`sharedLists\` is "replace".`]
      : []),
    `Destroy of an adopted object: ${adopted}${lists ? `; of ${lists}, the program's elements are removed that were not there before` : ""}.`,
    ...(insert ? [`Destroy of an object that the stack created: ${made}.`] : []),
    ...("onDestroy" in inputs.shape ? ["`onDestroy` overrides what destroy does."] : []),
    ...ignoredPaths.map((path) => `Differences below \`${path.join(".")}\` are ignored.`),
  ];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
