import { expect, test } from "vitest";
import { readUserStack, refusal, stackFlags, UserStackError } from "./userStack.ts";

test("a configuration file that is not there is an error, where Pulumi would read no keys at all", async () => {
  await expect(readUserStack({ stack: "prod", configFile: "/nowhere/Pulumi.prod.yaml" })).rejects.toEqual(
    new UserStackError("--config-file: there is no file /nowhere/Pulumi.prod.yaml."),
  );
});

test.each([
  [
    "error: incorrect passphrase",
    "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to what the stack was made with.",
  ],
  [
    "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
    "Log in where your team keeps its stacks: pulumi login",
  ],
  [
    "error: no stack named 'prod' found",
    "Name a stack with --stack, or see which there are: pulumi stack ls",
  ],
])("to Pulumi's %j is added what helps", (said, help) => {
  expect(refusal(["config", "--json", "--stack", "prod"], `${said}\n`)).toBe(
    `pulumi config --json failed:\n${said}\n${help}`,
  );
});

test("what Pulumi says of anything else is told without a guess", () => {
  expect(refusal(["stack", "output", "--json"], "error: unable to open bucket")).toBe(
    "pulumi stack output failed:\nerror: unable to open bucket",
  );
});

test("flags are written for a shell", () => {
  expect(stackFlags({ stack: "acme/handoff/prod" })).toBe("--stack acme/handoff/prod");
  expect(stackFlags({ stack: "prod", configFile: "../my stacks/prod.yaml" })).toBe(
    "--stack prod --config-file '../my stacks/prod.yaml'",
  );
});
