import { expect, test } from "vitest";
import { readUserStack, refusal, stackFlags, UserStackError } from "./userStack.ts";

test("a configuration file that does not exist is an error, although Pulumi would treat it as empty", async () => {
  await expect(
    readUserStack({ environment: {}, stack: "prod", configFile: "/nowhere/Pulumi.prod.yaml" }),
  ).rejects.toEqual(new UserStackError("--config-file: /nowhere/Pulumi.prod.yaml does not exist."));
});

test.each([
  [
    "error: incorrect passphrase",
    "Set PULUMI_CONFIG_PASSPHRASE to the stack's passphrase, or PULUMI_CONFIG_PASSPHRASE_FILE to a file that contains it.",
  ],
  [
    "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
    "Log in to the backend that your team uses: pulumi login",
  ],
  [
    "error: no stack named 'prod' found",
    "Specify a stack with --stack. To list your stacks: pulumi stack ls",
  ],
])("a hint is added to Pulumi's %j", (output, help) => {
  expect(refusal(["config", "--json", "--stack", "prod"], `${output}\n`)).toBe(
    `pulumi config --json failed:\n${output}\n${help}`,
  );
});

test("any other message from Pulumi is printed without a hint", () => {
  expect(refusal(["stack", "output", "--json"], "error: unable to open bucket")).toBe(
    "pulumi stack output failed:\nerror: unable to open bucket",
  );
});

test("flags are quoted for a shell", () => {
  expect(stackFlags({ stack: "acme/handoff/prod" })).toBe("--stack acme/handoff/prod");
  expect(stackFlags({ stack: "prod", configFile: "../my stacks/prod.yaml" })).toBe(
    "--stack prod --config-file '../my stacks/prod.yaml'",
  );
});
