// What a script imports to read an account: `import { flows } from "@pulumi/twilio/account"`.
// Field names are Twilio's own, as in its API reference. Nothing here needs Pulumi.

export { type Account, fetchAccount } from "./account/accounts.ts";
export {
  type Address,
  type AutoCreation,
  addresses,
  type ClassicService,
  classicServices,
} from "./account/conversations.ts";
export { type FlexConfiguration, fetchFlexConfiguration, oldestFlexUi } from "./account/flex.ts";
export {
  type IntelligenceConfiguration,
  type IntelligenceRule,
  intelligenceConfigurations,
  intelligenceOperators,
  type Operator,
  summaryOperatorId,
} from "./account/intelligence.ts";
export { listMemoryStores, type MemoryStore, memoryStores } from "./account/memory.ts";
export { describeMismatch } from "./account/mismatch.ts";
export { findPhoneNumber, type PhoneNumber, phoneNumbers } from "./account/numbers.ts";
export {
  type Communication,
  type Conversation,
  isAgent,
  listCommunications,
  listOpenConversations,
  listParticipants,
  type OrchestratorConfiguration,
  orchestratorConfigurations,
  type Participant,
} from "./account/orchestrator.ts";
export { listSenderAddresses, whatsappSandbox } from "./account/senders.ts";
export {
  type Execution,
  executions,
  type Flow,
  type FlowRevision,
  fetchExecutionContext,
  fetchPublishedRevision,
  flows,
  listNewestExecutions,
  listSteps,
  type Step,
} from "./account/studio.ts";
export {
  listNewestTasks,
  listTaskChannels,
  listWorkersOfQueue,
  listWorkflows,
  routingOfWorkflow,
  type Task,
  type TaskChannel,
  type TaskQueue,
  taskQueues,
  type Worker,
  type Workflow,
  workflows,
} from "./account/taskrouter.ts";
export { plainUrl } from "./values/plainUrl.ts";
