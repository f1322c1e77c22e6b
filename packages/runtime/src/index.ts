// What an agent, or a Flex plugin, imports.

export { executionForm, studioExecutionsUrl, studioVoiceUrl, voiceEndFrame } from "./delivery.ts";
export {
  buildHandoff,
  HandoffError,
  type HandoffPayload,
  handoffPayload,
  longestTaskAttributes,
  parseHandoff,
  type TaskAttributes,
  taskAttributes,
} from "./payload.ts";
