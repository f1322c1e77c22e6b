// The exports for agents and Flex plugins.

export { type AttributeKind, attributeKinds, longestFixed } from "./attributeKinds.ts";
export {
  type AttributeContract,
  type AttributesInput,
  type AttributesOutput,
  defineAttributes,
  type TaskAttributes,
} from "./attributes.ts";
export { callerCharacters, longestTaskAttributes } from "./budget.ts";
export { buildHandoffPayload } from "./buildPayload.ts";
export { type HandedOffCall, parseConnectAction } from "./calls/connectAction.ts";
export { type HandoffTwimlOptions, handoffTwiml } from "./calls/handoffTwiml.ts";
export {
  clearStatusCallbacks,
  type RestoreOptions,
  restoreConversation,
} from "./conversations/conversation.ts";
export { isWithFlex, type WithFlexOptions } from "./conversations/isWithFlex.ts";
export type { TwilioAccess } from "./conversations/twilioClient.ts";
export {
  type Environment,
  flexWorkflowSid,
  handoffFlowSid,
  handoffUrls,
  studioExecutionsUrl,
  studioVoiceUrl,
} from "./environment.ts";
export {
  HandoffError,
  type HandoffErrorCode,
  type HandoffErrorDetails,
  type HandoffProblem,
} from "./handoffError.ts";
export { type HandoffPayload, handoffPayload } from "./payload.ts";
export { whyReserved } from "./reservedNames.ts";
export {
  executionForm,
  executionParameters,
  handoffData,
  parseExecutionForm,
  parseExecutionParameters,
  parseHandoffData,
  parseVoiceEndFrame,
  voiceEndFrame,
} from "./wire.ts";
