// What users of the package may import.

export { type AttributeValue, attributesText, maxAttributesLength } from "./build/attributes.ts";
export {
  asExported,
  capturePayments,
  connectCallTo,
  connectVirtualAgent,
  defineFlow,
  enqueueCall,
  type FlowOptions,
  forkStream,
  gatherInputOnCall,
  type MadeType,
  type Maker,
  type Match,
  type MissingWidget,
  makeHttpRequest,
  makeOutgoingCall,
  missingWidget,
  type Offset,
  type On,
  otherFlow,
  otherWidget,
  recordCall,
  recordVoicemail,
  resumeConversation,
  runConversationRelay,
  runFunction,
  runSubflow,
  sayPlay,
  sendAndWaitForReply,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
  startConversation,
  type Target,
  type Toward,
  type TypedValue,
  twimlRedirect,
  type WidgetOptions,
  type WidgetSpec,
  type WrittenProperties,
  widget,
} from "./build/build.ts";
export { withoutUnreachable } from "./build/reachable.ts";
export {
  type CanonicalFlow,
  type CanonicalMatch,
  type CanonicalWidget,
  fromCanonical,
  isCanonical,
  sameDefinition,
  toCanonical,
} from "./canonical.ts";
export { checkFlow } from "./check/check.ts";
export type { FlowProblem, FlowProblemCode } from "./check/problem.ts";
export type { Condition, FlowDefinition, Transition, Widget } from "./definition.ts";
export type { ConditionType } from "./simulate/condition.ts";
export type {
  Context,
  Conversation,
  ConversationSids,
  Execution,
  FlexRequest,
  FlexTask,
  HttpRequest,
  HttpResponse,
  OutboundMessage,
  Step,
  Trigger,
  TwimlVerb,
  Warning,
  World,
} from "./simulate/execution.ts";
export { type Scenario, type SimulatedRun, type StubResponse, simulate } from "./simulate/scenario.ts";
export { resumeExecution, startExecution, UnsupportedWidget } from "./simulate/simulate.ts";
export { toTwiml } from "./simulate/twiml.ts";
export type { WidgetTypeName } from "./widgets/table.ts";
export type { TriggerEvent } from "./widgets/widgetType.ts";
