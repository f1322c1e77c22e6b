import * as twilio from "@pulumi/twilio";
import { catalogue } from "@pulumi/twilio/catalogue";
import { defineResource, type Resource } from "@pulumi/twilio/declare/resource";
import { checkFlow, fromCanonical, toCanonical } from "@tac-handoff/studio";
import { expect, test } from "vitest";
import * as z from "zod";
import { fieldsOf } from "./fields.ts";
import { resourcesPage } from "./resources.ts";

const provider = catalogue({ checkFlow, fromCanonical, toCanonical });
const page = resourcesPage(provider);

test("every resource and function has a section, and its example names what the package exports", () => {
  const tokens = [...provider.resources, ...provider.functions].map(({ token }) => token);

  for (const token of tokens) {
    const [, module = "", name = ""] = token.split(":");
    expect(page).toContain(`\n## \`${token}\`\n`);
    expect(page).toMatch(new RegExp(`(new |= )twilio\\.${module}\\.${name}\\(`));
    expect(twilio).toHaveProperty([module, name]);
  }
});

test("every input of every resource is described", () => {
  const silent = provider.resources.flatMap(({ token, inputs, outputs }) =>
    [...fieldsOf(inputs), ...fieldsOf(outputs)]
      .filter(({ description }) => description === "")
      .map(({ path }) => `${token} ${path}`),
  );

  expect(silent).toEqual([]);
});

const lamp = {
  token: "twilio:home:Lamp" as const,
  description: "A lamp.",
  inputs: z.strictObject({
    room: z.string().optional().describe("Where it stands."),
    bulb: z
      .strictObject({ watts: z.int().describe("Power.") })
      .optional()
      .describe("What shines."),
    adopt: z
      .string()
      .regex(/^LA[0-9a-fA-F]{32}$/)
      .optional()
      .describe("SID of a lamp to adopt."),
    onDestroy: z.enum(["keep", "delete"]).optional().describe("Keep it or not."),
  }),
  outputs: z.object({ sid: z.string().describe("SID of the lamp.") }),
  requiredToCreate: ["room"] as const,
  fetch: async () => undefined,
};
const insert = async () => ({ id: "LA1", inputs: {}, outputs: { sid: "LA1" } });
const section = (resource: unknown) =>
  resourcesPage({ resources: [resource as Resource], functions: [] }).split("## `twilio:home:Lamp`\n\n")[1];

test("a section shows what is required, what a change does, and what create and destroy do", () => {
  const resource = defineResource({
    ...lamp,
    insert,
    write: insert,
    remove: async () => {},
    replaceOn: ["room"],
    clears: { room: "bulb" },
  });

  expect(section(resource)).toBe(`A lamp.

\`\`\`ts
new twilio.home.Lamp("example", {
  room: "…",
});
\`\`\`

\`\`\`sh
pulumi import twilio:home:Lamp example LA…
\`\`\`

| Input | Type | Required | A change | Description |
| --- | --- | --- | --- | --- |
| \`room\` | string | to create | replaces | Where it stands. |
| \`bulb\` | object |  | in place | What shines. |
| \`bulb.watts\` | integer | yes | in place | Power. |
| \`adopt\` | \`LA…\` |  | replaces; stored if it is the object's own ID | SID of a lamp to adopt. |
| \`onDestroy\` | \`"keep"\` or \`"delete"\` |  | stored | Keep it or not. |

| Output | Type | Description |
| --- | --- | --- |
| \`sid\` | string | SID of the lamp. |

- Create: the object that \`adopt\` names is adopted; otherwise a new one is created.
- An adopted object must match the program in \`room\`, which Twilio cannot change.
- Setting \`room\` clears \`bulb\` at Twilio, which is restored along with it.
- Destroy of an adopted object: the managed fields are restored.
- Destroy of an object that the stack created: it is deleted.
- \`onDestroy\` overrides what destroy does.
`);
});

test("without an update every change replaces, and an adopted object is not changed", () => {
  const text = section(defineResource({ ...lamp, insert, keepOnDestroy: true, replaceOn: [] }));

  expect(text).toContain("| `bulb` | object |  | replaces |");
  expect(text).toContain("- Destroy of an adopted object: the object is not changed.");
  expect(text).toContain("- Destroy of an object that the stack created: it is kept.");
});

test("for an object that can only be adopted, the page says that it is never created", () => {
  const text = section(defineResource({ ...lamp, findByKey: async () => "LA1", replaceOn: [] }));

  expect(text).toContain(
    "- Create: the object that `adopt` names is adopted; an existing object with the same key (see above) is adopted automatically; a new one is never created.",
  );
  expect(text).not.toContain("the stack created");
});
