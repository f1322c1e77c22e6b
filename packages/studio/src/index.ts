// What users of the package may import.

export { type AttributeValue, attributesText, maxAttributesLength } from "./attributes.ts";
export {
  defineFlow,
  type Match,
  makeHttpRequest,
  type On,
  resumeConversation,
  sayPlay,
  sendMessage,
  sendToFlex,
  setVariables,
  split,
  type WidgetSpec,
} from "./build.ts";
export {
  type CanonicalFlow,
  type CanonicalMatch,
  type CanonicalWidget,
  fromCanonical,
  isCanonical,
  sameDefinition,
  toCanonical,
} from "./canonical.ts";
export { checkFlow } from "./check.ts";
export type { ConditionType } from "./condition.ts";
export type { Condition, FlowDefinition, Transition, Widget } from "./definition.ts";
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
} from "./execution.ts";
export type { FlowProblem, FlowProblemCode } from "./problem.ts";
export { withoutUnreachable } from "./reachable.ts";
export { type Scenario, type SimulatedRun, type StubResponse, simulate } from "./scenario.ts";
export { resumeExecution, startExecution, UnsupportedWidget } from "./simulate.ts";
export { toTwiml } from "./twiml.ts";
export type { TriggerEvent, WidgetTypeName } from "./widgets.ts";
