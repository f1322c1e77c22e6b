import { credentials, environmentVariables } from "@pulumi/twilio/schemas";
import { handoffKeys } from "@tac-handoff/infra/config";
import { howToSet, twilioExamples } from "@tac-handoff/infra/configProblems";
import { outputs } from "@tac-handoff/infra/outputs";
import { expect, test } from "vitest";
import * as z from "zod";
import { secretVariables } from "../env/secrets.ts";
import { configurationPage } from "./configuration.ts";
import { fieldsOf } from "./fields.ts";

const page = configurationPage({
  keys: handoffKeys,
  credentials,
  environmentVariables,
  howToSet,
  credentialExamples: twilioExamples,
  outputs,
  secretVariables,
});

test("every key, credential, output and variable is on the page", () => {
  for (const { path } of fieldsOf(handoffKeys)) expect(page).toContain(`| \`tac-handoff:${path}\` |`);
  for (const { path } of fieldsOf(credentials)) expect(page).toContain(`| \`twilio:${path}\` |`);
  for (const [name, { variables }] of Object.entries(outputs)) {
    expect(page).toContain(`| \`${name}\` |`);
    for (const variable of variables) expect(page).toContain(`\`${variable}\``);
  }
  for (const variable of [...Object.values(environmentVariables), ...secretVariables])
    expect(page).toContain(`\`${variable}\``);
});

test("every key is described, and every key that is not an object has an example", () => {
  const fields = fieldsOf(handoffKeys);

  expect(fields.filter(({ description }) => description === "").map(({ path }) => path)).toEqual([]);
  expect(fields.filter(({ type, example }) => type !== "object" && !example).map(({ path }) => path)).toEqual(
    [],
  );
});

test("a row has the default, the description as a sentence and the command", () => {
  const text = configurationPage({
    keys: z.strictObject({
      colour: z.string().meta({ example: "red" }).describe("Colour of it"),
      size: z.int().default(3).meta({ example: "5" }).describe("Size of it"),
    }),
    credentials: z.strictObject({ pin: z.string().meta({ secret: true }).describe("Number to remember.") }),
    environmentVariables: { pin: "PIN" },
    howToSet: (key, example) => `set ${key} to ${example}`,
    credentialExamples: { pin: "--secret" },
    outputs: { shade: { describe: "Shade of it", variables: ["SHADE", "TS_SHADE"] } },
    secretVariables: ["PIN"],
  });

  expect(text.split("\n").filter((line) => line.startsWith("| `"))).toEqual([
    "| `twilio:pin` | string | `PIN` | Number to remember. Secret. Required. | `pulumi config set twilio:pin --secret` |",
    "| `tac-handoff:colour` | string | none, required | Colour of it. | `set tac-handoff:colour to red` |",
    "| `tac-handoff:size` | integer | `3` | Size of it. | `set tac-handoff:size to 5` |",
    "| `shade` | Shade of it. | `SHADE`, `TS_SHADE` |",
  ]);
});
