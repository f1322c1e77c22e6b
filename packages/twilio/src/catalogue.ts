// All resources and functions of the provider.

import type { ProviderFunction } from "./declare/providerFunction.ts";
import type { Resource } from "./declare/resource.ts";
import { getFlexConfiguration } from "./functions/getFlexConfiguration.ts";
import { getOrchestratorConfiguration } from "./functions/getOrchestratorConfiguration.ts";
import { getTaskChannel } from "./functions/getTaskChannel.ts";
import { getTaskQueues } from "./functions/getTaskQueues.ts";
import { getWorkflow } from "./functions/getWorkflow.ts";
import { getWorkflows } from "./functions/getWorkflows.ts";
import { addressConfiguration } from "./resources/conversations/addressConfiguration.ts";
import { service } from "./resources/conversations/service.ts";
import { configuration as intelligenceConfiguration } from "./resources/intelligence/configuration.ts";
import { store } from "./resources/memory/store.ts";
import { phoneNumber } from "./resources/numbers/phoneNumber.ts";
import { configuration as orchestratorConfiguration } from "./resources/orchestrator/configuration.ts";
import { flowResource } from "./resources/studio/flow.ts";
import type { FlowDefinitions } from "./resources/studio/flowDefinition.ts";
import { taskQueue } from "./resources/taskrouter/taskQueue.ts";
import { workflow } from "./resources/taskrouter/workflow.ts";

export interface Catalogue {
  resources: readonly Resource[];
  functions: readonly ProviderFunction[];
}

/** @param definitions functions that check and convert Studio flows */
export function catalogue(definitions: FlowDefinitions): Catalogue {
  return {
    resources: [
      addressConfiguration,
      service,
      intelligenceConfiguration,
      store,
      phoneNumber,
      orchestratorConfiguration,
      flowResource(definitions),
      taskQueue,
      workflow,
    ],
    functions: [
      getFlexConfiguration,
      getOrchestratorConfiguration,
      getTaskChannel,
      getTaskQueues,
      getWorkflow,
      getWorkflows,
    ],
  };
}
