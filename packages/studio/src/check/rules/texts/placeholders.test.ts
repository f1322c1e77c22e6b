import { expect, test } from "vitest";
import { checkFlow } from "../../check.ts";
import { exampleDefinition, goodbye, widget } from "../../codes/issueCode.ts";

const flex = (name: string, properties: object, next = "goodbye") =>
  widget(name, "send-to-flex", properties, { failedToEnqueue: next, callFailure: next });
const found = (...widgets: object[]) =>
  checkFlow(exampleDefinition({ widgets: [...widgets, goodbye] }))
    .filter(({ code }) => code === "placeholder")
    .map(({ path, message, widget: name }) => ({ path, message, name }));

test("all values to fill in are one issue, those of the same widgets together", () => {
  const open = { workflow: "", channel: "YOUR-CHANNEL-SID" };

  expect(found(flex("one", { ...open, timeout: "%s" }, "two"), flex("two", open))).toEqual([
    {
      path: "states[1].properties.channel",
      message:
        'widget "one": must be filled in before the flow is deployed: channel (YOUR-CHANNEL-SID), workflow (empty) of "one" and "two"; timeout (%s) of "one"',
      name: "one",
    },
  ]);
});

test("many different values are counted", () => {
  const says = Array.from({ length: 15 }, (_, index) =>
    widget(`say_${index}`, "say-play", { say: `\${TEXT_${index}}` }, { audioComplete: `say_${index + 1}` }),
  );
  const [issue] = found(...says, widget("say_15", "say-play", { say: "Bye." }));

  expect(issue?.message).toMatch(
    /: say \(\$\{TEXT_0\}\) of "say_0"; .*say \(\$\{TEXT_11\}\) of "say_11" and 3 more$/,
  );
});

test("a target can be a placeholder, unless a widget has this name", () => {
  const hello = (next: string) => widget("hello", "say-play", { say: "Hello." }, { audioComplete: next });

  expect(found(hello("YOUR_MENU"))).toMatchObject([
    { message: expect.stringContaining('the target of audioComplete (YOUR_MENU) of "hello"') },
  ]);
  expect(found(hello("YOUR_MENU"), widget("YOUR_MENU", "say-play", { say: "Menu." }))).toEqual([]);
});
