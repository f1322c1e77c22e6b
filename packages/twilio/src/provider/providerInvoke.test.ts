import { seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { failures, runningProvider, values } from "../testing/runningProvider.ts";

const provider = runningProvider();

test("equal look-ups send one request, a different one another", async () => {
  await provider.configure();
  const { workspaceSid } = seed;
  const look = (uniqueName: string) =>
    provider.invoke("twilio:taskrouter:getTaskChannel", { workspaceSid, uniqueName });

  const [first, second] = await Promise.all([look("voice"), look("voice")]);
  expect(values(first?.getReturn())).toEqual({ sid: seed.taskChannelSids.voice });
  expect(values(second?.getReturn())).toEqual({ sid: seed.taskChannelSids.voice });
  expect(provider.twilio.requests()).toHaveLength(1);

  expect(values((await look("chat")).getReturn())).toEqual({ sid: seed.taskChannelSids.chat });
  expect(provider.twilio.requests()).toHaveLength(2);
});

test("all problems with the arguments of a look-up are reported at once", async () => {
  const response = await provider.invoke("twilio:taskrouter:getWorkflow", { workspaceSid: "WS1" });
  expect(failures(response)).toEqual([
    'workspaceSid: expected WS and 32 hexadecimal digits, found "WS1"',
    "friendlyName: is missing",
  ]);
});

test("an unknown look-up is reported by name", async () => {
  await expect(provider.invoke("twilio:flex:getWorker", {})).rejects.toThrow(
    new Error("twilio has no function twilio:flex:getWorker."),
  );
});
