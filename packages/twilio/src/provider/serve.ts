// Starts the provider as the engine expects it: a gRPC server on a free port of this machine.

import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";

/** A state with a large flow exceeds gRPC's default of 4 MB. The value is the Pulumi SDK's own. */
const maxMessageBytes = 400 * 1024 * 1024;

/** Serves until the engine ends the process. Resolves with the port. */
export async function serve(
  provider: UntypedServiceImplementation,
): Promise<{ port: number; close(): void }> {
  const server = new Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(services.ResourceProviderService, provider);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, close: () => server.forceShutdown() };
}
