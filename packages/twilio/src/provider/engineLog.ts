// The engine's log, which shows messages about a resource under Diagnostics.
// Protocol: pulumi/pulumi, proto/pulumi/engine.proto.

import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/engine_pb.js";

export type Severity = "info" | "warning";

/** Shows a message about a resource. Default severity "info". */
export type LogMessage = (urn: string, message: string, severity?: Severity) => Promise<void>;

const { INFO, WARNING } = messages.LogSeverity;
const severities: Record<Severity, typeof INFO | typeof WARNING> = { info: INFO, warning: WARNING };

/**
 * Connects to the engine that started this process.
 *
 * @param address host and port, the first argument that the engine passes to a provider
 */
export function engineLog(address: string): LogMessage {
  const client = new services.EngineClient(address, credentials.createInsecure());
  return (urn, message, severity = "info") => {
    const entry = new messages.LogRequest().setSeverity(severities[severity]).setUrn(urn).setMessage(message);
    // A message that cannot be delivered must not fail the operation it is about.
    return new Promise((resolve) => client.log(entry, () => resolve()));
  };
}
