// The Pulumi program in the test's own process, as the Automation API runs inline programs: starting Node and loading the
// Pulumi SDK would take most of the time of a preview. demo.test.ts, discover.test.ts and others start it as users do.

import grpc from "@grpc/grpc-js";
import * as automation from "@pulumi/pulumi/automation/server.js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import type { Stack } from "@tac-handoff/cli/engine/stack";

/** Exported by the SDK, but not declared in its types. */
const { LanguageServer } = automation as unknown as {
  LanguageServer: new (program: () => Promise<object>) => grpc.UntypedServiceImplementation;
};

/** The commands of the Pulumi CLI that run the program. */
const running = ["preview", "up"];

/** The same stack, with a program of this process instead of the one in the stack's project. */
export function withInlineProgram(stack: Stack, program: () => Promise<object>): Stack {
  return {
    ...stack,
    async run(args, options) {
      if (!running.includes(args[0] ?? "")) return stack.run(args, options);
      const server = new grpc.Server();
      server.addService(LanguageRuntimeService, new LanguageServer(program));
      try {
        return await stack.run([...args, `--client=${await listen(server)}`], options);
      } finally {
        server.forceShutdown();
      }
    },
  };
}

function listen(server: grpc.Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(`127.0.0.1:${port}`),
    );
  });
}
