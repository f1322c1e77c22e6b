import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import type pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };

const here = dirname(fileURLToPath(import.meta.url));

test("the executable prints its port on the first line, serves there, and ends on SIGTERM", {
  timeout: 60_000,
}, async () => {
  // The same Node as this test, whatever is on PATH.
  const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;
  const plugin = spawn(join(here, "pulumi-resource-twilio"), { env: { ...process.env, PATH } });
  const ended = once(plugin, "exit");
  try {
    const lines = createInterface(plugin.stdout);
    const [port] = await Promise.race([
      once(lines, "line"),
      ended.then(([code]) =>
        Promise.reject(new Error(`the plugin ended with ${code} before it printed a port`)),
      ),
    ]);
    expect(port).toMatch(/^\d+$/);

    const client = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    const info = await new Promise<pluginMessages.PluginInfo>((resolve, reject) => {
      client.getPluginInfo(new empty.Empty(), (error, found) => (error ? reject(error) : resolve(found)));
    });
    client.close();
    expect(info.getVersion()).toBe(manifest.version);
  } finally {
    plugin.kill();
    expect(await ended).toEqual([null, "SIGTERM"]);
  }
});
