import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { seed } from "@tac-handoff/emulator";
import { expect, test } from "vitest";
import { number, orchestrator, runningProvider, values, wired } from "../testing/runningProvider.ts";
import { unknownValue } from "../values/unknown.ts";

const provider = runningProvider();

test("diff returns each changed leaf and whether it replaces", async () => {
  const { Kind } = messages.PropertyDiff;
  const response = await provider.diff(
    number,
    seed.phoneNumberSid,
    { phoneNumber: "+15551230100", voiceUrl: "https://a.example.com", smsUrl: "" },
    { phoneNumber: "+15551230101", voiceUrl: "https://b.example.com", voiceMethod: "POST" },
  );
  const detailed = Object.fromEntries(
    [...response.getDetaileddiffMap().entries()].map(([path, found]) => [path, found.getKind()]),
  );
  expect(detailed).toEqual({
    phoneNumber: Kind.UPDATE_REPLACE,
    voiceUrl: Kind.UPDATE,
    smsUrl: Kind.DELETE,
    voiceMethod: Kind.ADD,
  });
  expect(response.getHasdetaileddiff()).toBe(true);
  expect(response.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_SOME);
  expect(response.getDiffsList().toSorted()).toEqual(["phoneNumber", "smsUrl", "voiceMethod", "voiceUrl"]);
  expect(response.getReplacesList()).toEqual(["phoneNumber"]);
  expect(response.getDeletebeforereplace()).toBe(false);
});

test("diff writes the path of a leaf inside maps and lists as Pulumi does", async () => {
  const rules = (to: string) => ({ channelSettings: { SMS: { captureRules: [{ from: "*", to }] } } });
  const response = await provider.diff(orchestrator, "id", rules("+15551230100"), rules("+15551230101"));
  expect([...response.getDetaileddiffMap().keys()]).toEqual(["channelSettings.SMS.captureRules[0].to"]);
  expect(response.getReplacesList()).toEqual([]);
});

test("equal inputs have no difference", async () => {
  const response = await provider.diff(number, seed.phoneNumberSid, wired, wired);
  expect(response.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_NONE);
  expect(response.getDetaileddiffMap().getLength()).toBe(0);
});

test("a configuration that bridges a service can be replaced: the preview takes into account that the old one is deleted", async () => {
  await provider.configure();
  const olds = {
    displayName: "hand-off",
    conversationGroupingType: "GROUP_BY_PROFILE",
    memoryStoreId: seed.memoryStoreId,
    conversationsV1Bridge: { serviceId: seed.flexServiceSid },
  };
  const old = await provider.create(orchestrator, olds);
  const news = { ...olds, conversationGroupingType: "GROUP_BY_PARTICIPANT_ADDRESSES" };

  const change = await provider.diff(orchestrator, old.getId(), olds, news);
  expect([change.getReplacesList(), change.getDeletebeforereplace()]).toEqual([
    ["conversationGroupingType"],
    true,
  ]);
  const preview = await provider.create(orchestrator, news, { preview: true });

  expect(values(preview.getProperties())).toEqual({
    ...news,
    configurationId: unknownValue,
    version: unknownValue,
    adopted: false,
  });
});
