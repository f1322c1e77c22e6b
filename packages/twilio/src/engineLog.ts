// The engine's log, where a provider says something about a resource: it appears under Diagnostics.
// Protocol: pulumi/pulumi, proto/pulumi/engine.proto.

import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/engine_pb.js";

/**
 * Connects to the engine that started this process.
 *
 * @param address host and port, the first argument the engine gives to a provider
 */
export function engineLog(address: string): (urn: string, message: string) => Promise<void> {
  const client = new services.EngineClient(address, credentials.createInsecure());
  return (urn, message) => {
    const entry = new messages.LogRequest()
      .setSeverity(messages.LogSeverity.INFO)
      .setUrn(urn)
      .setMessage(message);
    // A message that cannot be told must not fail the operation it is about.
    return new Promise((resolve) => client.log(entry, () => resolve()));
  };
}
