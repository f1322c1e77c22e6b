// The routes of every product, and ours below /local/.

import { accountRoutes } from "./account/account.ts";
import { callRoutes } from "./calls/calls.ts";
import { addressRoutes } from "./classic/addresses.ts";
import { classicConversationRoutes } from "./classic/conversations.ts";
import { classicServiceRoutes } from "./classic/services.ts";
import { callControlRoutes } from "./control/calls.ts";
import { timelineRoutes } from "./control/conversations.ts";
import { executionControlRoutes } from "./control/executions.ts";
import { healthRoutes } from "./control/health.ts";
import { hostRoutes } from "./control/hosts.ts";
import { messageRoutes } from "./control/messages.ts";
import { ownedRoutes } from "./control/owned.ts";
import { requestRoutes } from "./control/requests.ts";
import { sentRoutes } from "./control/sent.ts";
import { taskControlRoutes } from "./control/tasks.ts";
import { operationRoutes } from "./core/operations.ts";
import { flexConfigurationRoutes } from "./flex/configuration.ts";
import { contextRoutes } from "./flex/contexts.ts";
import { featureRoutes } from "./flex/features.ts";
import { interactionRoutes } from "./flex/interactions.ts";
import { intelligenceConfigurationRoutes } from "./intelligence/configurations.ts";
import { operatorResultRoutes } from "./intelligence/operatorResults.ts";
import { profileRoutes } from "./memory/profiles.ts";
import { memoryStoreRoutes } from "./memory/stores.ts";
import { availableNumberRoutes } from "./numbers/availableNumbers.ts";
import { phoneNumberRoutes } from "./numbers/phoneNumbers.ts";
import { senderRoutes } from "./numbers/senders.ts";
import { actionRoutes } from "./orchestrator/actions.ts";
import { communicationRoutes } from "./orchestrator/communications.ts";
import { orchestratorConfigurationRoutes } from "./orchestrator/configurations.ts";
import { conversationRoutes } from "./orchestrator/conversations.ts";
import { conversationCreationRoutes } from "./orchestrator/createConversation.ts";
import { participantRoutes } from "./orchestrator/participants.ts";
import { executionRoutes } from "./studio/executions.ts";
import { flowRoutes } from "./studio/flows.ts";
import { activityRoutes } from "./taskrouter/activities.ts";
import { taskQueueRoutes } from "./taskrouter/taskQueues.ts";
import { taskRoutes } from "./taskrouter/tasks.ts";
import { workerRoutes } from "./taskrouter/workers.ts";
import { workflowRoutes } from "./taskrouter/workflows.ts";
import { workspaceRoutes } from "./taskrouter/workspaces.ts";
import { flowWebhookRoutes } from "./voice/flowWebhook.ts";

/** Each adds the routes of one resource. */
export const routes = [
  orchestratorConfigurationRoutes,
  operationRoutes,
  conversationRoutes,
  conversationCreationRoutes,
  participantRoutes,
  communicationRoutes,
  actionRoutes,
  intelligenceConfigurationRoutes,
  operatorResultRoutes,
  memoryStoreRoutes,
  profileRoutes,
  flowRoutes,
  executionRoutes,
  executionControlRoutes,
  flowWebhookRoutes,
  accountRoutes,
  phoneNumberRoutes,
  availableNumberRoutes,
  senderRoutes,
  callRoutes,
  callControlRoutes,
  classicServiceRoutes,
  classicConversationRoutes,
  addressRoutes,
  flexConfigurationRoutes,
  interactionRoutes,
  contextRoutes,
  featureRoutes,
  workspaceRoutes,
  activityRoutes,
  workerRoutes,
  taskQueueRoutes,
  workflowRoutes,
  taskRoutes,
  messageRoutes,
  taskControlRoutes,
  timelineRoutes,
  hostRoutes,
  ownedRoutes,
  sentRoutes,
  requestRoutes,
  healthRoutes,
];
