import { Server, ServerCredentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type messages from "@pulumi/pulumi/proto/engine_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { expect, onTestFinished, test } from "vitest";
import { engineLog } from "./engineLog.ts";

const urn = "urn:pulumi:dev::p::twilio:numbers:PhoneNumber::line";

test("a message about a resource reaches the engine's log as information or as a warning", async () => {
  const heard: messages.LogRequest[] = [];
  const server = new Server();
  onTestFinished(() => server.forceShutdown());
  server.addService(services.EngineService, {
    log: (call: { request: messages.LogRequest }, respond: (error: null, reply: empty.Empty) => void) => {
      heard.push(call.request);
      respond(null, new empty.Empty());
    },
  });
  const port = await new Promise<number>((resolve) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_, bound) => resolve(bound));
  });

  const log = engineLog(`127.0.0.1:${port}`);

  await log(urn, "adopts PN1 unchanged");
  await log(urn, "nothing leads here", "warning");

  expect(heard.map((entry) => entry.toObject())).toMatchObject([
    { severity: 1, urn, message: "adopts PN1 unchanged" },
    { severity: 2, urn, message: "nothing leads here" },
  ]);
});

test("an engine that does not respond fails nothing", async () => {
  await expect(engineLog("127.0.0.1:1")(urn, "lost")).resolves.toBeUndefined();
});
